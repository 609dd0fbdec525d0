"""The soak of several machines: workers and servers killed and cut off, nothing lost, nothing twice."""
