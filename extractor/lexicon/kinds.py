"""The kinds of cues, each a bit, so that all kinds of a word are one number: ``kinds & (LIST | OR)``."""

from typing import Final

NO_KINDS: Final = 0
NEGATION: Final = 1 << 0  # denies
UNCERTAINTY: Final = 1 << 1  # suspects or fears
QUESTION: Final = 1 << 2  # asks
HISTORY: Final = 1 << 3  # says that something is over
PSEUDO: Final = 1 << 4  # only looks like one of those
TAG: Final = 1 << 5  # turns a denial into a question
YES: Final = 1 << 6  # ends a list of denials
GREET: Final = 1 << 7  # what stands before a greeting is but a heading
NTH: Final = 1 << 8  # says which one of several, so not the present one
PERSON: Final = 1 << 9  # somebody who may be the patient
SELF: Final = 1 << 10  # the writer
OTHERS: Final = 1 << 11  # somebody who is not the patient
AGENT: Final = 1 << 12  # a person after it only does something
REPORT: Final = 1 << 13  # a person before it only says or asks
ABOUT: Final = 1 << 14  # the person after it is the one asked about
AFFIRM: Final = 1 << 15  # somebody has what is beside it
REFUTE: Final = 1 << 16  # what was suspected before is not so
STOP: Final = 1 << 17  # ends a clause
NOW: Final = 1 << 18  # turns to the present
IF: Final = 1 << 19  # begins a condition
THEN: Final = 1 << 20  # begins what follows from it
LIST: Final = 1 << 21  # joins the members of a list
OR: Final = 1 << 22  # offers a choice
CLOSE: Final = 1 << 23  # ends what is said, with nothing more to it
PASS: Final = 1 << 24  # does not count for a reach
LEFT: Final = 1 << 25
RIGHT: Final = 1 << 26
BOTH: Final = 1 << 27
BRIDGE: Final = 1 << 28  # ties a body part to what is before it
TISSUE: Final = 1 << 29  # what the body part after it is made of
BESIDE: Final = 1 << 30  # the body part after it only says where
MOVE: Final = 1 << 31  # a symptom spreads
ALSO: Final = 1 << 32  # another body part has it as well
FINE: Final = 1 << 33  # the body part is well
DENIES: Final = 1 << 34  # the body part after it is denied
FINDING: Final = 1 << 35  # denies a finding in a list
ONSET: Final = 1 << 36  # since when
AFTER: Final = 1 << 37  # after what
RECENT: Final = 1 << 38  # up to the present
EVENT: Final = 1 << 39  # a symptom comes or comes again
LABEL: Final = 1 << 40  # names a field of a form
MORE: Final = 1 << 41  # compares
EACH: Final = 1 << 42  # each time
MATTER: Final = 1 << 43  # a time beside it is its own
USE: Final = 1 << 44  # a time before it is that of an activity
RELIEF: Final = 1 << 45  # a symptom goes
UNTIL: Final = 1 << 46  # how long until
OUTSIDE: Final = 1 << 47  # a complaint outside of the inventory, whose the body part beside it is
INWARD: Final = 1 << 48  # a symptom told of it has no body part
AGO: Final = 1 << 49  # ends a point in time that is past
HEARSAY: Final = 1 << 50  # somebody says so, unless an examination comes before
EXAM: Final = 1 << 51  # an examination, or who makes it
MEASURE: Final = 1 << 52  # what a test measures, over a list of which a verdict goes
HEIR: Final = 1 << 53  # asks whether an illness of kin is inherited
PLAN: Final = 1 << 54  # what is still to come, or only advised
CONTRAST: Final = 1 << 55  # the writer as opposed to somebody told of before
EFFECT: Final = 1 << 56  # one thing brings on another

BITS: Final[dict[str, int]] = {
    "negation": NEGATION, "uncertainty": UNCERTAINTY, "question": QUESTION, "history": HISTORY, "person": PERSON, "self": SELF,
    "pseudo": PSEUDO, "stop": STOP, "pass": PASS, "list": LIST, "or": OR, "close": CLOSE, "bridge": BRIDGE, "kiri": LEFT,
    "kanan": RIGHT, "kedua": BOTH, "fine": FINE, "onset": ONSET, "event": EVENT, "after": AFTER, "recent": RECENT, "now": NOW,
    "if": IF, "agent": AGENT, "others": OTHERS, "refute": REFUTE, "also": ALSO, "denies": DENIES, "finding": FINDING,
    "beside": BESIDE, "affirm": AFFIRM, "report": REPORT, "move": MOVE, "label": LABEL, "more": MORE, "tag": TAG,
    "matter": MATTER, "relief": RELIEF, "until": UNTIL, "each": EACH, "use": USE, "nth": NTH, "greet": GREET, "yes": YES,
    "about": ABOUT, "then": THEN, "tissue": TISSUE, "ago": AGO, "outside": OUTSIDE, "measure": MEASURE, "inward": INWARD,
    "hearsay": HEARSAY, "exam": EXAM, "contrast": CONTRAST, "effect": EFFECT, "heir": HEIR, "plan": PLAN,
}  # fmt: skip
"""The kinds by their names in ``cues.csv``."""

SIDES: Final = LEFT | RIGHT | BOTH
