"""Exceptions: what a programmer, a file system or a network got wrong.

::

    IvrError
    ├── BadValue          text from outside that is not the type it should be (a parser's answer)
    ├── CannotSave        the store cannot keep what a turn led to; answered 503
    │   └── Conflict      somebody else moved this call on first; load it again
    ├── NotPublished      no bundle is live, or a call's bundle is gone
    ├── CannotCompile     a machine was asked for a way it does not have: a bug of ours
    ├── CannotSpeak       a voice could not make the sound of a text
    │   └── NoVoice       there is no such voice, or its engine does not start: no text can be spoken
    └── BadSettings       an environment setting that cannot be used

An author's mistake is never one of these (it is a diagnostic), nor is what goes wrong for a caller
(it is an event the flow handles).
"""

from __future__ import annotations


class IvrError(Exception):
    """The root of everything raised on purpose here."""


class BadValue(IvrError, ValueError):
    """Text from outside is not what it should be."""


class CannotSave(IvrError):
    """The store could not keep something: disk full, read-only, locked for too long."""


class Conflict(CannotSave):
    """The stored call is not the one this move started from."""


class NotPublished(IvrError):
    """No bundle is live, or the one a call is pinned to cannot be found."""


class CannotCompile(IvrError):
    """A machine lacks a way the engine asked for; the checks should have made this impossible."""


class BadSettings(IvrError):
    """A setting in the environment cannot be used; the message says which and how to mend it."""


class CannotSpeak(IvrError):
    """A voice could not make the sound of a text: its process hangs, or there is nothing to say."""


class NoVoice(CannotSpeak):
    """There is no such voice, or its engine does not start."""
