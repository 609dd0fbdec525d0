"""Rows by noun: functions that take a session, inside the transaction of their caller."""
