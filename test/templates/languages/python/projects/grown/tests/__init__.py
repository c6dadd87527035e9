"""The tests are a package."""
