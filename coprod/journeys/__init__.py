"""Journeys: forms of one question a page, kept for a day, checked before they are sent, and sent once.

Joining a network, writing to us and offering a story are journeys. `Journey` is declared, `Step` and `StepForm` are
its questions, and `pages` are its views.
"""
