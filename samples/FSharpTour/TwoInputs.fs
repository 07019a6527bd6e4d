/// A functional model with two inputs and two outputs: the sum of two pairs of numbers, and whether the first pair is the larger one.
module FSharpTour.TwoInputs

open System
open DeepSharp
open DeepSharp.Layers

let private pairs count seed =
    let random = Random(seed: int)
    Array2D.init count 2 (fun _ _ -> float32 (random.NextDouble()))

let run () =
    let left = Input([| 2 |], name = "left")
    let right = Input([| 2 |], name = "right")

    let hidden =
        Concatenate().Apply(left, right)
        |> Dense(16, activation = "relu", kernelInitializer = Initializer.HeNormal 1).Apply

    let sum = Dense(1, kernelInitializer = Initializer.GlorotUniform 2, name = "sum").Apply hidden

    let larger =
        Dense(1, activation = "sigmoid", kernelInitializer = Initializer.GlorotUniform 3, name = "larger").Apply hidden

    let model = Model([ left; right ], [ sum; larger ], name = "two_inputs")

    let losses = LossSet()
    losses["sum"] <- "mse"
    losses["larger"] <- "binary_crossentropy"
    model.Compile(Adam 0.01, losses, lossWeights = LossWeights(1.0, 0.5))

    let a, b = pairs 400 1, pairs 400 2
    let total (x: float32[,]) i = x[i, 0] + x[i, 1]
    let sums = Array.init 400 (fun i -> total a i + total b i)
    let isLarger = Array.init 400 (fun i -> if total a i > total b i then 1f else 0f)

    let inputs = DataGroup()
    inputs["left"] <- a
    inputs["right"] <- b
    let history = model.Fit(inputs, DataGroup(sums, isLarger), batchSize = 20, epochs = 40, verbose = 0, seed = 4)

    let outputs = model.PredictAll [| array2D [ [ 0.9f; 0.8f ] ]; array2D [ [ 0.1f; 0.2f ] ] |]
    printfn "two inputs: loss from %.2f to %.2f" (Seq.head history["loss"]) (Seq.last history["loss"])
    let sum, larger = outputs["sum"], outputs["larger"]
    printfn "two inputs: (0.9, 0.8) and (0.1, 0.2) sum to %.1f; the first is larger: %b" sum[0, 0] (larger[0, 0] > 0.5f)
