/// Reviews as ids of words, told apart by an LSTM that passes over padding; a custom callback keeps the best weights.
module FSharpTour.Sentiment

open System
open DeepSharp
open DeepSharp.Layers

/// Reviews of 4 to 29 words, of which one near the end says whether it is good (4 to 6) or bad (1 to 3).
let private reviews count seed =
    let random = Random(seed: int)
    let labels = Array.init count (fun i -> i % 2)

    let words =
        labels
        |> Array.map (fun label ->
            let words = Array.init (random.Next(4, 30)) (fun _ -> random.Next(20, 200))
            words[words.Length - random.Next(1, 4)] <- 1 + 3 * label + random.Next 3
            words)

    words, labels

/// Keras's example of a callback: stops when the loss has not fallen for some epochs, and gives the best weights back.
type EarlyStoppingAtMinLoss(patience: int) =
    inherit Callback()
    let mutable best = infinity
    let mutable wait = 0
    let mutable bestWeights = [||]

    override this.OnEpochEnd(_, logs) =
        if logs["loss"] < best then
            best <- logs["loss"]
            wait <- 0
            bestWeights <- this.Model.GetWeights()
        else
            wait <- wait + 1

            if wait >= patience then
                this.Model.SetWeights bestWeights
                this.Model.StopTraining <- true

let run () =
    Utils.SetRandomSeed 812
    let words, labels = reviews 600 1
    let testWords, testLabels = reviews 200 2

    let model =
        Sequential(Embedding(200, 32, maskZero = true), LSTM(32, dropout = 0.2), Dense(1, activation = "sigmoid"))

    model.Compile(Adam 0.005, "binary_crossentropy", [| "accuracy" |])

    let history =
        model.Fit(
            Utils.PadSequences(words, maxlen = 20),
            labels,
            epochs = 100,
            verbose = 0,
            callbacks = [ EarlyStoppingAtMinLoss(patience = 2) ]
        )

    let result = model.Evaluate(Utils.PadSequences(testWords, maxlen = 20), testLabels, verbose = 0)
    printfn "sentiment: stopped early: %b, test accuracy %.2f" (history.Epochs.Count < 100) result["accuracy"]
