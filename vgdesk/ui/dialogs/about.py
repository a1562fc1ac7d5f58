"""Who made this."""

from PySide6.QtWidgets import QLabel, QWidget

from vgdesk import __version__
from vgdesk.ui.dialogs.page import make_page

_ABOUT = f"""<h3>vgdesk {__version__}</h3>
<p>See why a deep network does not learn:<br>gradients by layer and epoch, live.</p>
<p>Made by the vgdesk developers. MIT licence.<br>
Built on Qt, PySide6, pyqtgraph, PyTorch, NumPy, scikit-learn and Matplotlib.</p>"""


def show_about(parent: QWidget) -> None:
    """Version, licence and thanks."""
    make_page(parent, "About vgdesk", "about", QLabel(_ABOUT)).open()
