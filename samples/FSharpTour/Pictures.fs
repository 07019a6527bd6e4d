/// Pictures of bars, told apart by a small convolutional network that is saved and loaded again.
module FSharpTour.Pictures

open System
open System.IO
open DeepSharp
open DeepSharp.Layers

let private size = 12

/// Class 0 has a bar across, class 1 one from top to bottom, class 2 both; all have some noise.
let private pictures count seed =
    let random = Random(seed: int)
    let labels = Array.init count (fun i -> i % 3)
    let images = Array4D.init count size size 1 (fun _ _ _ _ -> float32 (random.NextDouble()) * 0.5f)

    for i in 0 .. count - 1 do
        let row, column = random.Next size, random.Next size

        for k in 0 .. size - 1 do
            if labels[i] <> 1 then images[i, row, k, 0] <- 1f
            if labels[i] <> 0 then images[i, k, column, 0] <- 1f

    images, labels

/// Ends the training as soon as it is good enough.
type GoodEnough(accuracy: float) =
    inherit Callback()

    override this.OnEpochEnd(epoch, logs) =
        if logs["accuracy"] >= accuracy then
            this.Model.StopTraining <- true

let run () =
    let images, labels = pictures 600 1
    let testImages, testLabels = pictures 150 2

    let model =
        Sequential(
            Input [| size; size; 1 |],
            Conv2D(8, 3, activation = "relu", kernelInitializer = Initializer.HeNormal 1),
            MaxPooling2D 2,
            Conv2D(16, Size2D(3, 3), activation = "relu", kernelInitializer = Initializer.HeNormal 2),
            Flatten(),
            Dropout(0.2, seed = 3),
            Dense(3, activation = "softmax", kernelInitializer = Initializer.GlorotUniform 4)
        )

    model.Compile("adam", "sparse_categorical_crossentropy", [| "accuracy" |])

    let weights = ClassWeight()
    weights[2] <- 1.5

    let history =
        model.Fit(images, labels, epochs = 30, verbose = 0, seed = 5, classWeight = weights, callbacks = [ GoodEnough 0.98 ])

    let result = model.Evaluate(testImages, testLabels, verbose = 0)
    printfn "pictures: %d parameters, %d epochs, test accuracy %.2f" (model.CountParams()) history.Epochs.Count result["accuracy"]

    let file = Path.Combine(Path.GetTempPath(), $"fsharp-tour-{Guid.NewGuid():N}.deepsharp")

    try
        model.Save file
        let same = (Model.Load file).Predict(testImages).ToArray() = model.Predict(testImages).ToArray()
        printfn "pictures: the loaded model predicts the same: %b" same
    finally
        File.Delete file
