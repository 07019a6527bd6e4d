using System.Globalization;

namespace DeepSharp;

// Connectionist temporal classification, as keras.ops.nn has it.
public static partial class Ops
{
    /// <summary>The loss of connectionist temporal classification of each sample (Graves et al. 2006).</summary>
    /// <param name="target">(batch, most labels): classes.</param>
    /// <param name="output">(batch, most steps, classes): logits.</param>
    /// <param name="targetLength">(batch,): how many labels count.</param>
    /// <param name="outputLength">(batch,): how many steps count.</param>
    /// <param name="maskIndex">The class that is no label.</param>
    /// <returns>(batch,); ∞ where the labels do not fit into the steps. Only the output has a gradient.</returns>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="ArgumentException">A length or a class is none, or a label is <paramref name="maskIndex"/>.</exception>
    public static Tensor CtcLoss(Tensor target, Tensor output, Tensor targetLength, Tensor outputLength, int maskIndex = 0)
    {
        (Shape labels, Shape logits) = (Require(target).Shape, Require(output).Shape);
        (Shape said, Shape heard) = (Require(targetLength).Shape, Require(outputLength).Shape);
        bool fits = labels.Rank == 2 && logits.Rank == 3 && logits[2] > 0 && labels[0] == logits[0] && said == [logits[0]] && heard == said;
        if (!fits)
        {
            throw new ShapeException(
                "CtcLoss: expected target (batch, labels), output (batch, steps, classes) and two lengths (batch,) but got " +
                $"{labels}, {logits}, {said} and {heard}.");
        }

        int classes = logits[2], blank = maskIndex < 0 ? maskIndex + classes : maskIndex;
        if ((uint)blank >= (uint)classes)
        {
            throw new ArgumentException(
                $"CtcLoss: expected a maskIndex from {-classes} to {classes - 1} but got {maskIndex}.", nameof(maskIndex));
        }

        // The op has the blank as class 0: another one changes places with it.
        int[] order = AxisPositions.Count(classes);
        (order[0], order[blank]) = (order[blank], order[0]);
        Tensor ordered = blank == 0 ? output : AxisPositions.ChooseAlong("CtcLoss", output, -1, order);
        var losses = new Tensor[logits[0]];
        for (int i = 0; i < losses.Length; i++)
        {
            int count = WholeNumber("CtcLoss", "targetLength", targetLength.Span[i], labels[1]);
            int steps = WholeNumber("CtcLoss", "outputLength", outputLength.Span[i], logits[1]);
            Tensor row = Tensor.Temporary([1, count]);
            for (int k = 0; k < count; k++)
            {
                int label = WholeNumber("CtcLoss", "labels", target.Span[i * labels[1] + k], classes - 1);
                if (label == blank)
                {
                    throw new ArgumentException($"CtcLoss: expected labels other than maskIndex, {maskIndex}, but sample {i} has it.");
                }

                row.Span[k] = order[label];
            }

            Tensor part = Tape.Run(new PartOp(1, 0, steps), ordered.Slice(i, 1));
            losses[i] = Tape.Run(CtcOp.Instance, row, part);
        }

        return losses.Length == 0 ? Zeros([0]) : Concatenate(losses);
    }

    /// <summary>
    /// The labels that the best class of each step says, with repetitions and blanks left out: Keras's strategy <c>"greedy"</c>.
    /// </summary>
    /// <param name="inputs">(batch, steps, classes): logits.</param>
    /// <param name="sequenceLengths">(batch,): how many steps count.</param>
    /// <param name="mergeRepeated">Whether a class that is the best at two steps in turn is said once.</param>
    /// <param name="maskIndex">The class that is no label; null for the last.</param>
    /// <returns>(1, batch, steps): the labels, then -1; (batch, 1): minus the sum of the best logits. No gradient.</returns>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="ArgumentException">A length is none, or there is no such class.</exception>
    public static (Tensor Decoded, Tensor Scores) CtcDecode(
        Tensor inputs, Tensor sequenceLengths, bool mergeRepeated = true, int? maskIndex = 0)
    {
        (int batch, int steps, int classes, int blank) = CtcSizes(inputs, sequenceLengths, maskIndex);
        Tensor decoded = Full([1, batch, steps], -1), scores = Zeros([batch, 1]);
        for (int i = 0; i < batch; i++)
        {
            int count = WholeNumber("CtcDecode", "sequenceLengths", sequenceLengths.Span[i], steps), said = 0, before = -1;
            double sum = 0;
            for (int step = 0; step < count; step++)
            {
                ReadOnlySpan<float> logits = inputs.Span.Slice((i * steps + step) * classes, classes);
                int best = 0;
                for (int k = 1; k < classes; k++) best = logits[k] > logits[best] ? k : best;
                sum += logits[best];
                bool isRepeated = mergeRepeated && best == before;
                before = best;
                if (best != blank && !isRepeated) decoded.Span[i * steps + said++] = best;
            }

            scores.Span[i] = (float)-sum;
        }

        return (decoded, scores);
    }

    private static (int Batch, int Steps, int Classes, int Blank) CtcSizes(Tensor inputs, Tensor sequenceLengths, int? maskIndex)
    {
        (Shape shape, Shape lengths) = (Require(inputs).Shape, Require(sequenceLengths).Shape);
        if (shape.Rank != 3 || shape[2] == 0 || lengths != [shape[0]])
        {
            throw new ShapeException(
                $"CtcDecode: expected inputs (batch, steps, classes) and lengths (batch,) but got {shape} and {lengths}.");
        }

        int blank = maskIndex ?? shape[2] - 1;
        if (blank < 0) blank += shape[2];
        if ((uint)blank < (uint)shape[2]) return (shape[0], shape[1], shape[2], blank);
        throw new ArgumentException(
            $"CtcDecode: expected a maskIndex from {-shape[2]} to {shape[2] - 1} but got {maskIndex}.", nameof(maskIndex));
    }

    private static int WholeNumber(string who, string name, float value, int most)
    {
        if (value >= 0 && value <= most && value == MathF.Truncate(value)) return (int)value;
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"{who}: expected {name} of whole numbers from 0 to {most} but got {value}."));
    }
}
