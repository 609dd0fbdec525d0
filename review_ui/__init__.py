"""What people see and do: the web app."""
