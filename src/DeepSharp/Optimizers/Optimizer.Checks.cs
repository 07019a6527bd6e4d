using System.Globalization;
using DeepSharp.Kernels;

namespace DeepSharp;

// What is refused before a step changes anything.
public abstract partial class Optimizer
{
    private const int MostNamed = 5;

    // 2⁶⁴: what it multiplies to infinity has a square beyond the floats.
    private const float ScaleOfSquares = 1.8446744e19f;

    /// <summary>
    /// Whether the rule squares gradients: where a square is beyond the floats the next step would make a mean, and a weight, NaN.
    /// </summary>
    private protected virtual bool SquaresGradients => false;

    // All gradients before any weight changes: a step is taken wholly or not at all.
    private void RequireFinite(in Gradients gradients)
    {
        // What is clipped before it is squared may be as large as it likes.
        bool isClipped = Options.ClipNorm is not null || Options.ClipValue is not null || Options.GlobalClipNorm is not null;
        float unscale = Unscale ?? 1f;
        float scale = SquaresGradients && !isClipped ? Math.Clamp(ScaleOfSquares * unscale, 1f, float.MaxValue) : 1f;
        for (int i = 0; i < gradients.Count; i++)
        {
            bool isKnown = unscale <= 1f && GradientHook is null && gradients.IsKnownFinite(i);
            if (!isKnown && !FiniteKernel.IsFinite(gradients.Span(i), scale, gradients.Touched(i))) throw NotFinite(gradients, scale);
        }
    }

    private NonFiniteGradientException NotFinite(in Gradients gradients, float factor)
    {
        var named = new List<string>();
        int more = 0;
        for (int i = 0; i < gradients.Count; i++)
        {
            ReadOnlySpan<float> gradient = gradients.Span(i);
            int place = FiniteKernel.FirstNotFinite(gradient, factor);
            if (place < 0) continue;
            if (named.Count == MostNamed) more++;
            else named.Add(string.Create(CultureInfo.InvariantCulture,
                $"'{gradients.Variable(i).Path}' of shape {gradients.Variable(i).Shape} ({gradient[place]} at value {place})"));
        }

        string weights = string.Join(", ", named) + (more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {more} more"));
        string scale = Options.LossScaleFactor is { } lossScale
            ? string.Create(CultureInfo.InvariantCulture, $"lower lossScaleFactor (now {lossScale}), ") : "";
        string expected = SquaresGradients ? "gradients that are finite, and their squares too," : "finite gradients";
        return new NonFiniteGradientException(string.Create(CultureInfo.InvariantCulture,
            $"{ClassName}: expected {expected} in step {Iterations + 1} but got others for {weights}. All weights of the step are " +
            $"those before it. If the loss is finite, look for a root, quotient or logarithm of 0 in it and write Ops.Sqrt(x + 1e-7); " +
            $"else {scale}lower the learning rate (now {LearningRate}), or scale the inputs."));
    }
}
