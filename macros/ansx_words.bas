Attribute VB_Name = "ansx_words"
Option Explicit
' Words that VBA shows. The code is ASCII, so the words themselves stand in cells with defined names.

' What a worksheet function says in its cell where Python does not answer.
Public Function NoPython()
    On Error Resume Next
    NoPython = "ansx: Python?"
    NoPython = ThisWorkbook.Names("ansx.words.no_python").RefersToRange.Value
End Function

' Gives Excel the help of the worksheet functions: one row each (name, description, arguments), up to an empty row.
Public Sub Describe()
    Dim Row As Object, Help() As String, Count As Long, i As Long
    On Error GoTo Done
    Set Row = ThisWorkbook.Names("ansx.words.functions").RefersToRange
    Do While Row.Value <> ""
        Count = 0
        Do While Row.Offset(0, 2 + Count).Value <> ""
            Count = Count + 1
        Loop
        ReDim Help(0 To Count - 1)
        For i = 0 To Count - 1
            Help(i) = Row.Offset(0, 2 + i).Value
        Next i
        Application.MacroOptions Macro:=Row.Value, Description:=Row.Offset(0, 1).Value, Category:="ANSX", ArgumentDescriptions:=Help
        Set Row = Row.Offset(1, 0)
    Loop
Done:
End Sub
