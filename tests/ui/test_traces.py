"""A whole session of the window leaves nothing behind: no settings, no history of folders, no log."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SESSION = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QFileDialog
from tests.ui.stage import PretendDesk, open_window, press, settle, shown
from walletsafe.ui.widgets.preview_dialog import PreviewDialog

application = QApplication([])
application.setDoubleClickInterval(0)
window = open_window(PretendDesk())
press(window, "Open a saved report")
dialog = shown(window, QFileDialog)[0]
dialog.setDirectory(sys.argv[1])
dialog.fileSelected.emit(str(Path(sys.argv[1], "report.json")))
dialog.reject()
settle()
press(window, "Close")
for show in (
    window.show_ledger, window.show_message, window.show_download, window.show_practise, window.show_learn,
    window.show_emergency, window.show_exposure, window.show_computer, window.show_calls, window.show_stage,
):
    show()
    settle()
from tests.ui.report_states import passed, saving
saving(passed, window)
dialog = shown(window, PreviewDialog)[0]
dialog.write.click()
asked = shown(dialog, QFileDialog)[0]
asked.setDirectory(sys.argv[1])
asked.reject()
settle()
dialog.reject()
settle()
window.close()
settle()
print("ended")
"""


def test_a_session_leaves_nothing_behind(tmp_path: Path) -> None:
    home, looked_at, temporary = (tmp_path / name for name in ("home", "looked-at", "temporary"))
    for folder in (home, looked_at, temporary):
        folder.mkdir()
    (looked_at / "report.json").write_text("{}")
    variables = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    own = {**dict.fromkeys(variables, str(home)), "TMPDIR": str(temporary), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SESSION, str(looked_at)],
        env={**os.environ, **own},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert done.stdout == "ended\n", done.stderr
    left = [path for folder in (home, looked_at, temporary) for path in folder.rglob("*")]
    assert left == [looked_at / "report.json"]
