Attribute VB_Name = "ansx_buttons"
Option Explicit
' What the buttons of the sheets call: one line each, the work is done in Python.

Public Sub Issue()
    RunPython "import ansx_xl.excel; ansx_xl.excel.issue()"
End Sub

Public Sub Check()
    RunPython "import ansx_xl.excel; ansx_xl.excel.check()"
End Sub

Public Sub Consolidate()
    RunPython "import ansx_xl.excel; ansx_xl.excel.consolidate()"
End Sub

Public Sub Assess()
    RunPython "import ansx_xl.excel; ansx_xl.excel.assess()"
End Sub

Public Sub Export()
    RunPython "import ansx_xl.excel; ansx_xl.excel.export()"
End Sub

Public Sub Revise()
    RunPython "import ansx_xl.excel; ansx_xl.excel.revise()"
End Sub

Public Sub Remind()
    RunPython "import ansx_xl.excel; ansx_xl.excel.remind()"
End Sub

Public Sub Guide()
    RunPython "import ansx_xl.excel; ansx_xl.excel.guide()"
End Sub

Public Sub Doctor()
    RunPython "import ansx_xl.excel; ansx_xl.excel.doctor()"
End Sub
