Attribute VB_Name = "xlwings"
' Stands in for the module of the same name where LibreOffice runs the macros: Python is the test's own process.

Public Function RunPython(PythonCommand As String)
    Python().trigger PythonCommand
End Function

' A command of the ribbon: "control As IRibbonControl" takes Nothing from Basic, and nothing from outside.
Public Sub PressRibbon(Callback)
    Application.Run Callback, Nothing
End Sub

' What XLPy.CallUDF is in Excel: ranges go as their values, arguments left out as Empty, tables come as arrays.
Public Function CallUDF(ModuleName, FunctionName, ParamArray Given())
    Dim Question, Answer, Rows, i, j
    Dim Values(0 To 29)
    For i = 0 To UBound(Given)
        If IsMissing(Given(i)) Then
            Values(i) = Empty
        ElseIf IsObject(Given(i)) Then
            Values(i) = Given(i).Value
        Else
            Values(i) = Given(i)
        End If
    Next i
    Question = CreateUnoStruct("com.sun.star.beans.NamedValue")
    Question.Name = ModuleName & "." & FunctionName & "/" & (UBound(Given) + 1)
    Question.Value = Values
    Rows = Python().execute(Array(Question))
    If Not IsArray(Rows) Then
        CallUDF = Rows
        Exit Function
    End If
    ReDim Answer(0 To UBound(Rows), 0 To UBound(Rows(0)))
    For i = 0 To UBound(Rows)
        For j = 0 To UBound(Rows(0))
            Answer(i, j) = Rows(i)(j)
        Next j
    Next i
    CallUDF = Answer
End Function

Private Function Python()
    Set Python = GetDefaultContext().getValueByName("/ansx/python")
End Function
