/// A variational autoencoder: a layer that samples, and a custom training step.
module FSharpTour.Vae

open DeepSharp
open DeepSharp.Layers

type Sampling() =
    inherit Layer()
    let random = RandomStream 1337L

    override _.Call(inputs: System.ReadOnlySpan<Tensor>, _: bool) : Tensor =
        let mean, logVariance = inputs[0], inputs[1]
        mean + Ops.Exp(0.5 * logVariance) * Ops.RandomNormal(mean.Shape, random)

type VAE(encoder: Model, decoder: Model) as this =
    inherit Model()
    do this.AddLayer encoder |> ignore
    do this.AddLayer decoder |> ignore
    let total = this.AddMetric(Metric.Mean "total_loss")
    let divergence = this.AddMetric(Metric.Mean "kl_loss")

    override this.TrainStep step =
        let code = encoder.ApplyAll step.X
        let mean, logVariance, z = code[0], code[1], code[2]
        let drawn = Ops.Mean(Ops.Sum(Ops.Square(decoder.Apply z - step.X), 1)) * 20.0
        let kl = Ops.Mean(Ops.Sum(-0.5 * (1.0 + logVariance - Ops.Square mean - Ops.Exp logVariance), 1))
        let loss = drawn + kl
        let gradients = step.Gradient(loss, this.TrainableWeights)
        this.Optimizer.Apply(this.TrainableWeights, gradients)
        total.UpdateState loss
        divergence.UpdateState kl

let run () =
    Utils.SetRandomSeed 812

    // Points on a bent line in four dimensions: one number says where.
    let t = Tensor.RandomUniform([| 512; 1 |], -1.0, 1.0, seed = 1L)
    let points = Ops.Concatenate([| t; t * t; 1.0 - t; 0.5 * t |], axis = 1)

    let input = Input [| 4 |]
    let hidden = Dense(16, activation = "tanh").Apply input
    let mean = Dense(1, name = "z_mean").Apply hidden
    let logVariance = Dense(1, name = "z_log_var").Apply hidden
    let encoder = Model(input, [| mean; logVariance; Sampling().Apply(mean, logVariance) |], name = "encoder")
    let decoder = Sequential(Input [| 1 |], Dense(16, activation = "tanh"), Dense 4)

    let vae = VAE(encoder, decoder)
    vae.Compile(optimizer = Adam 0.01)
    let history = vae.Fit(points, epochs = 40, batchSize = 32, verbose = 0)

    let known = (decoder.Predict(encoder.PredictAll(points)["z_mean"]) - points).Square().Mean().Item()
    printfn "vae: loss from %.1f to %.1f" (Seq.head history["total_loss"]) (Seq.last history["total_loss"])
    printfn "vae: squared error of points drawn from their code %.4f" known
