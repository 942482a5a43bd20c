"""What a guest agrees to with “I am happy with it”: the words, exactly as shown, by version.

New words are a new version. Old ones stay here as they were.
"""

from django.utils.translation import gettext_lazy as _

from coprod.forms import Words

STATEMENTS: dict[int, Words] = {
    1: _(
        "I have read this piece. You may publish it on your website as it is here, with the name as it is here. "
        "I can change my mind at any time. Then you take it down."
    )
}
CURRENT = max(STATEMENTS)
