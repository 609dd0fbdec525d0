"""What the company answers: read, checked against the contract, recorded or sent back."""
