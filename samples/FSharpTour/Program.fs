/// What DeepSharp looks like in F#: dotnet run -c Release --project samples/FSharpTour
module FSharpTour.Program

[<EntryPoint>]
let main _ =
    Regression.run ()
    Pictures.run ()
    TwoInputs.run ()
    OwnLoop.run ()
    Forms.run ()
    Sentiment.run ()
    Vae.run ()
    0
