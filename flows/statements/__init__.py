"""What leaves every ten days, month, quarter and year: statements by organisme, and registers."""
