using System.Numerics.Tensors;
using DeepSharp;

namespace SidePackage;

/// <summary>Averages the gradients of several copies of a model, each on a thread of its own, as several machines would.</summary>
public sealed class GradientAverage(int machines) : IDisposable
{
    private readonly Barrier _barrier = new(machines);
    private readonly float[][] _sent = new float[machines][];

    public void Join(Optimizer optimizer, int machine)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        optimizer.GradientHook = gradients => Average(gradients, machine);
    }

    public void Dispose() => _barrier.Dispose();

    private void Average(StepGradients gradients, int machine)
    {
        int count = 0;
        for (int i = 0; i < gradients.Count; i++) count += gradients[i].Length;
        float[] sent = _sent[machine] ??= new float[count];
        for (int i = 0, at = 0; i < gradients.Count; at += gradients[i].Length, i++) gradients[i].CopyTo(sent.AsSpan(at));
        _barrier.SignalAndWait();

        // All in the same order, so that all have the same bits.
        for (int i = 0, at = 0; i < gradients.Count; at += gradients[i].Length, i++)
        {
            Span<float> gradient = gradients[i];
            gradient.Clear();
            foreach (float[] other in _sent) TensorPrimitives.Add(gradient, other.AsSpan(at, gradient.Length), gradient);
            TensorPrimitives.Divide(gradient, machines, gradient);
        }

        _barrier.SignalAndWait();
    }
}
