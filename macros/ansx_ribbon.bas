Attribute VB_Name = "ansx_ribbon"
Option Explicit
' What the commands of the tab call: one line each, as the buttons of the sheets.

Public Sub OnIssue(control As IRibbonControl)
    RunPython "import ansx_xl.excel; ansx_xl.excel.issue()"
End Sub

Public Sub OnCheck(control As IRibbonControl)
    RunPython "import ansx_xl.excel; ansx_xl.excel.check()"
End Sub

Public Sub OnConsolidate(control As IRibbonControl)
    RunPython "import ansx_xl.excel; ansx_xl.excel.consolidate()"
End Sub

Public Sub OnAssess(control As IRibbonControl)
    RunPython "import ansx_xl.excel; ansx_xl.excel.assess()"
End Sub

Public Sub OnExport(control As IRibbonControl)
    RunPython "import ansx_xl.excel; ansx_xl.excel.export()"
End Sub

Public Sub OnRevise(control As IRibbonControl)
    RunPython "import ansx_xl.excel; ansx_xl.excel.revise()"
End Sub

Public Sub OnRemind(control As IRibbonControl)
    RunPython "import ansx_xl.excel; ansx_xl.excel.remind()"
End Sub

Public Sub OnGuide(control As IRibbonControl)
    RunPython "import ansx_xl.excel; ansx_xl.excel.guide()"
End Sub

Public Sub OnDoctor(control As IRibbonControl)
    RunPython "import ansx_xl.excel; ansx_xl.excel.doctor()"
End Sub
