"""Forms above a notebook: what they ask, how they look, and what becomes of the answers.

Answers live in the kernel and nowhere else. They travel in messages, never in the state of the widget, so that a
notebook that is saved with its state and outputs holds the questions alone.
"""
