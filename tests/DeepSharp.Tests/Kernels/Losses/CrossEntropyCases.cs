using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Losses;

/// <summary>Runs a pair of cross-entropy kernels over all numbers of classes and compares them with the reference.</summary>
internal static class CrossEntropyCases
{
    public delegate void Forward(float[] predictions, float[] targets, Span<float> losses, int classes);

    public delegate void Backward(
        float[] predictions, float[] targets, float[] upstream, Span<float> gradients, int classes, bool accumulate);

    public static void Check(
        LossReference.RowLoss reference, bool sparse, Func<int, float[]> makePredictions, Forward forward, Backward backward)
    {
        foreach ((int rows, int classes) in Sizes())
        {
            float[] predictions = makePredictions(rows * classes);
            float[] targets = sparse ? Labels(rows, classes) : SoftTargets(rows, classes);
            float[] upstream = TestData.Uniform(rows, 3), before = TestData.Uniform(rows * classes, 4);
            double[][] targetRows = sparse
                ? [.. targets.Select(label => LossReference.OneHot(label, classes))]
                : [.. targets.Chunk(classes).Select(row => Array.ConvertAll(row, t => (double)t))];
            var losses = new Fenced(rows);
            var written = new Fenced(rows * classes);
            var added = new Fenced(before);

            forward(predictions, targets, losses.Span, classes);
            backward(predictions, targets, upstream, written.Span, classes, false);
            backward(predictions, targets, upstream, added.Span, classes, true);

            double[] gradients = LossReference.Gradients(reference, targetRows, predictions, upstream);
            double[] values = LossReference.Losses(reference, targetRows, predictions);
            TestData.AssertClose(values, losses.Span, 2e-6, 2e-6, $"losses, {rows} x {classes}");
            TestData.AssertClose(gradients, written.Span, 2e-6, 2e-5, $"gradients, {rows} x {classes}");
            for (int i = 0; i < gradients.Length; i++) gradients[i] += before[i];
            TestData.AssertClose(gradients, added.Span, 2e-6, 2e-5, $"added gradients, {rows} x {classes}");
            losses.AssertIntact();
            written.AssertIntact();
            added.AssertIntact();
        }
    }

    public static IEnumerable<(int Rows, int Classes)> Sizes()
    {
        for (int classes = 1; classes <= 257; classes++) yield return (classes <= 70 ? 3 : 1, classes);
        yield return (2, 257);
        yield return (0, 10);
    }

    public static float[] Labels(int rows, int classes) =>
        [.. Enumerable.Range(0, rows).Select(row => (float)((row * 7 + classes / 2) % classes))];

    // Rows that do not sum to 1: the gradient must count that.
    public static float[] SoftTargets(int rows, int classes)
    {
        float[] targets = TestData.Uniform(rows * classes, 9, 0f, 1f);
        for (int i = 0; i < targets.Length; i++) targets[i] *= 2f / classes;
        return targets;
    }
}
