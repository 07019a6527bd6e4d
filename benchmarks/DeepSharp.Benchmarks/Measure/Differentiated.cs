namespace DeepSharp.Benchmarks.Measure;

/// <summary>A forward and a backward pass, timed apart.</summary>
internal static class Differentiated
{
    /// <summary>The measurements NAME.fwd and NAME.bwd.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="create">Makes the function, its inputs and the variables inside it.</param>
    /// <param name="operations">Of a forward pass; a backward pass counts twice.</param>
    /// <param name="bytes">Of a forward pass.</param>
    public static IEnumerable<Measurement> Measurements(
        string name, Func<(Func<Tensor> Function, Tensor[] Inputs)> create, double operations = 0, double bytes = 0)
    {
        yield return new Measurement($"{name}.fwd", () => Forward(create())) { Operations = operations, Bytes = bytes };
        yield return new Measurement($"{name}.bwd", () => Backward(create())) { Operations = 2 * operations };
    }

    private static Action Forward((Func<Tensor> Function, Tensor[] Inputs) pass)
    {
        var workspace = new Workspace();
        return () => workspace.Run(pass.Function);
    }

    // The recording is made once and differentiated again and again.
    private static Action Backward((Func<Tensor> Function, Tensor[] Inputs) pass)
    {
        var tape = new GradientTape(persistent: true, new Workspace());
        foreach (Tensor input in pass.Inputs) tape.Watch(input);
        Tensor output = tape.Record(pass.Function);
        Tensor cotangent = Noise.Around0(output.Shape, seed: 2);
        return () => tape.Gradient(output, pass.Inputs, cotangent);
    }
}
