/// Every form that the library has for F#, once: that this file compiles is what it is for.
module FSharpTour.Forms

open System.Collections.Generic
open DeepSharp
open DeepSharp.Layers
open DeepSharp.Callbacks

let private x = Array2D.init 8 2 (fun i j -> float32 (i + j))
let private y = Array.init 8 float32
let private labels = Array.init 8 (fun i -> i % 2)

let private tensors () =
    let t = Tensor.From [| 1f; 2f; 3f; 4f |]
    let matrix = Tensor.From([| 1.0; 2.0; 3.0; 4.0 |], [| 2; 2 |])
    matrix[0, 1] <- 5f
    let parts = [ t + t; t - 1f; 2f * t; 1.0 / t; -t; t.Reshape [| 2; 2 |]; t.Reshape(4, 1); matrix.Transpose [| 1; 0 |] ]
    let made = [ Tensor.Zeros [| 2; 3 |]; Tensor.Ones(2, 3); Tensor.Full([| 2; 3 |], 0.5); matrix.MatMul matrix ]
    let images = DataArray.From([| 0uy; 255uy |], [| 2; 1 |]) / 255f
    let isSame = (made[0].Shape = Shape [| 2; 3 |]) && matrix.Sum([| 0; 1 |]).Item() = 13f
    isSame && parts.Length = 8 && images.Item 1 = 1f

let private chains () =
    let typed: Layer list = [ Dense 4; Dropout 0.2; Dense 1 ]

    let added = Sequential()
    added.Add(Dense 4)
    added.Add(Dense(1, activation = "sigmoid"))

    let all =
        [ Sequential(Dense 4, Dense 1)
          Sequential [| Dense 4 :> Layer; Dense 1 |]
          Sequential [ Dense 4 :> Layer; Dropout 0.2; Dense 1 ]
          Sequential typed
          Sequential([ Dense 4; Dropout 0.2; Dense 1 ], name = "small")
          Sequential(Input [| 2 |], Dense 4, Dense 1)
          Sequential(Dense(4, inputShape = Shape 2), Reshape [| 2; 2 |], Flatten())
          added ]

    all |> List.forall (fun model -> model.Layers.Count >= 2)

let private graphs () =
    let left = Input([| 2 |], name = "left")
    let right = Input([| 2 |], name = "right")
    let sum = left + right
    let joined = Concatenate().Apply(left, right) |> Dense(4).Apply

    let all =
        [ Model([ left; right ], sum)
          Model([| left; right |], sum)
          Model((left, right), sum)
          Model([ left; right ], [ sum; joined ])
          Model([| left; right |], [| sum; joined |]) ]

    Model(left, Dense(1).Apply left).Outputs.Count = 1 && all |> List.forall (fun model -> model.Inputs.Count = 2)

let private calls () =
    let x, mask = Tensor.Zeros(1, 4, 3), Tensor.Ones(1, 4)
    let states = [| Tensor.Zeros(1, 2); Tensor.Zeros(1, 2) |]
    let lstm = LSTM 2
    let masked = lstm.Apply(CallArguments<Tensor>(x).With("mask", mask))
    let started = lstm.Apply(CallArguments<Tensor>(x, Training = true).With("initial_state", states))
    let input = Input [| 4; 3 |]
    let described = lstm.Apply(CallArguments<SymbolicTensor>(input).With("mask", Input [| 4 |]))
    let signature = CallSignature(CallArgument.Tensor "x", CallArgument.Option "scale")
    masked.Shape = started.Shape && described.Shape[1] = 2 && signature.Arguments.Count = 2

let private pairs () =
    let image, steps = Input [| 8; 8; 2 |], Input [| 6; 2 |]

    let images =
        [ Conv2D(2, (3, 1), strides = Size2D(2, 1)).Apply image
          MaxPooling2D(Size2D(2, 1)).Apply image
          ZeroPadding2D((1, 0), 2).Apply image
          Cropping2D((1, 0), (0, 2)).Apply image ]

    let sequences = [ Cropping1D((1, 0)).Apply steps; ZeroPadding1D((2, 1)).Apply steps; Cropping1D(1).Apply steps ]
    let products = Dot((1, 1)).Apply(steps, steps)
    images.Length = 4 && sequences.Head.Shape[1] = 5 && products.Shape[1] = 2

let private options () =
    let metrics =
        [ Metric.AUC(curve = "PR"); Metric.F1Score("macro"); Metric.R2Score("variance_weighted_average")
          Metric.Precision(0.3); Metric.Recall(Thresholds.From(0.3, 0.5)) ]

    let loss = Loss.MeanSquaredError(reduction = "sum")
    metrics.Length = 5 && loss.Reduction = Reduction.Sum

let private compiling (model: Model) =
    model.Compile(Adam(LearningRate(CosineDecay(0.01, 100))), Loss.Huber 1.0, [ Metric.MeanAbsoluteError() ])
    model.Compile(optimizer = "adam", loss = "mse", metrics = MetricSet("mae", "mse"), lossWeights = LossWeights(2.0))
    model.Compile(Adam 0.01, LossSet "mse", lossWeights = LossWeights 1.0)
    model.Compile("adam", "mse", "mae")
    model.Compile(Adam(learningRate = 0.01), "mse", [| "mae" |])

let private fitting (model: Model) =
    let weights = Dictionary<int, float>()
    weights[1] <- 2.0
    let list = ResizeArray y
    let stop = EarlyStopping("loss", patience = 5)
    let batches = seq { for _ in 1..2 -> Batch(x, y) }

    let all =
        [ model.Fit(x, y, 4, 2, verbose = 0)
          model.Fit(Tensor.From x, list, verbose = Verbosity.Silent, shuffle = false, seed = 1)
          model.Fit(x, labels, classWeight = weights, verbose = 0)
          model.Fit(x, labels, classWeight = ClassWeight(dict [ 1, 2.0 ]), verbose = false)
          model.Fit(x, labels, classWeight = ClassWeight(Map [ 1, 2.0 ]), sampleWeight = y, verbose = 0)
          model.Fit(x, y, verbose = 0, validationSplit = 0.25, callbacks = [| stop |])
          model.Fit(x, y, verbose = 0, validationData = (x, y))
          model.Fit(x, y, verbose = 0, validationData = (Tensor.From x, y), callbacks = [ stop :> Callback; ReduceLROnPlateau "loss" ])
          model.Fit(batches, verbose = 0, validationBatches = batches, callbacks = [ stop ])
          (model.FitAsync(x, y) |> Async.AwaitTask |> Async.RunSynchronously) ]

    all |> List.forall (fun history -> Seq.length history.History["loss"] >= 1)

let run () =
    let model = Sequential(Input [| 2 |], Dense 1)
    compiling model
    let result = model.Evaluate(x, y, verbose = 0)
    let isAll = tensors () && chains () && graphs () && calls () && pairs () && options () && fitting model && result["mae"] >= 0.0
    printfn "forms: all taken: %b" isAll
