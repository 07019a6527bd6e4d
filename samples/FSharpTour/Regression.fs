/// A function of two numbers, learned by a small chain of layers.
module FSharpTour.Regression

open System
open DeepSharp
open DeepSharp.Layers
open DeepSharp.Callbacks

let private points count seed =
    let random = Random(seed: int)
    let x = Array2D.init count 2 (fun _ _ -> float32 (random.NextDouble()) * 2f - 1f)
    let y = Array.init count (fun i -> 3f * x[i, 0] - 2f * x[i, 1] * x[i, 1] + 1f)
    x, y

let run () =
    let x, y = points 512 1
    let testX, testY = points 128 2

    let model =
        Sequential(
            Dense(16, activation = "tanh", kernelInitializer = Initializer.GlorotUniform 1, inputShape = Shape 2),
            Dense(1, kernelInitializer = Initializer.GlorotUniform 2)
        )

    model.Compile(Adam 0.02, "mse", [| "mae" |])

    let history =
        model.Fit(
            x,
            y,
            epochs = 60,
            verbose = 0,
            seed = 3,
            validationData = (testX, testY),
            callbacks = [ EarlyStopping(patience = 10, restoreBestWeights = true) ]
        )

    let result = model.Evaluate(testX, testY, verbose = 0)
    printfn "regression: loss from %.3f to %.4f, test mae %.3f" (Seq.head history["loss"]) (Seq.last history["loss"]) result["mae"]

    let known = model.Predict [| [| 0.5f; 0.5f |] |]
    printfn "regression: at (0.5, 0.5) expected 2.00, predicted %.2f" known[0, 0]
