"""Every Vietnamese word that a person sees: sheet names, headings, labels, sentences. Facts go in, words come out.

Nothing is decided here. Names of the plan's own things (elements, units, agencies, sentences of relations) are data and
come from the catalogue. A message says what, where, the value as typed, and what to do.
"""

from .basics import *
from .console import *
from .correcting import *
from .corrections import *
from .excel import *
from .findings import *
from .form import *
from .inbox import *
from .labels import *
from .ledger import *
from .ministry import *
from .page import *
from .pictures import *
from .results import *
from .returned import *
from .sending import *
