/// Custom steps: a line through points, by hand.
module FSharpTour.OwnLoop

open DeepSharp

let run () =
    let x = Tensor.Range(0.0, 1.0, 0.1)
    let y = x * 4.0 - 1.0
    let slope = Variable(Tensor.Zeros [| 1 |], "slope")
    let offset = Variable(Tensor.Zeros [| 1 |], "offset")
    let variables = [ slope; offset ]
    let optimizer = SGD 0.5
    let tape = new GradientTape()

    for _ in 1..200 do
        let loss = tape.Record(fun () -> (x * slope.Value + offset.Value - y).Square().Mean())
        optimizer.Apply(variables, tape.Gradient(loss, variables))

    printfn "own loop: y = %.2f x %+.2f" slope.Value[0] offset.Value[0]
