"""A result file against the truth: every figure that liasse is judged by, each in one module.

The definitions are those of `shared/eval`; `tests/bench` shows that both give the same figures.
"""
