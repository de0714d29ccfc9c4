"""Fits, evaluates and writes the cause model: ``python -m train``. Not part of the wheel."""
