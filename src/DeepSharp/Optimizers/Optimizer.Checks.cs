using System.Globalization;
using DeepSharp.Kernels;

namespace DeepSharp;

// What is refused before a step changes anything.
public abstract partial class Optimizer
{
    private const int MostNamed = 5;

    // All gradients before any weight changes: a step is taken wholly or not at all.
    private void RequireFinite(in Gradients gradients)
    {
        for (int i = 0; i < gradients.Count; i++)
        {
            if (!gradients.IsKnownFinite(i) && !FiniteKernel.IsFinite(gradients.Span(i))) throw NotFinite(gradients);
        }
    }

    private NonFiniteGradientException NotFinite(in Gradients gradients)
    {
        var named = new List<string>();
        int more = 0;
        for (int i = 0; i < gradients.Count; i++)
        {
            ReadOnlySpan<float> gradient = gradients.Span(i);
            int place = FiniteKernel.FirstNotFinite(gradient);
            if (place < 0) continue;
            if (named.Count == MostNamed) more++;
            else named.Add(string.Create(CultureInfo.InvariantCulture,
                $"'{gradients.Variable(i).Path}' of shape {gradients.Variable(i).Shape} ({gradient[place]} at value {place})"));
        }

        string weights = string.Join(", ", named) + (more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {more} more"));
        string scale = Options.LossScaleFactor is { } factor
            ? string.Create(CultureInfo.InvariantCulture, $"lower lossScaleFactor (now {factor}), ") : "";
        return new NonFiniteGradientException(string.Create(CultureInfo.InvariantCulture,
            $"{ClassName}: expected finite gradients in step {Iterations + 1} but got others for {weights}. All weights of the step are " +
            $"those before it. If the loss is finite, look for a root, quotient or logarithm of 0 in it and write Ops.Sqrt(x + 1e-7); " +
            $"else {scale}lower the learning rate (now {LearningRate}), or scale the inputs."));
    }
}
