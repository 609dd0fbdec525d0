"""liasse on papers that none of us made (`shared/data`)."""
