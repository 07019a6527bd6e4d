using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Attention;

public class AttentionKernelTests
{
    // batch, queries, keys, heads, keyHeads, width, valueWidth: around blocks and registers.
    public static TheoryData<int, int, int, int, int, int, int> Sizes() => new()
    {
        { 1, 1, 1, 1, 1, 1, 1 }, { 2, 3, 5, 2, 1, 3, 2 }, { 1, 7, 9, 1, 1, 9, 17 }, { 2, 16, 33, 2, 2, 16, 33 }, { 1, 15, 31, 1, 1, 40, 64 },
        { 1, 71, 129, 4, 2, 20, 24 }, { 2, 73, 257, 1, 1, 64, 64 }, { 1, 145, 513, 2, 1, 33, 20 }, { 1, 300, 700, 1, 1, 32, 32 },
        { 1, 600, 1300, 1, 1, 8, 8 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Outputs_and_gradients_are_those_of_the_reference(
        int batch, int queries, int keys, int heads, int keyHeads, int width, int valueWidth)
    {
        var reference = new AttentionReference(batch, queries, keys, heads, keyHeads, width, valueWidth);
        Check(reference, default);
        Check(reference with { IsCausal = true }, default);
        Check(reference with { Window = Math.Max(1, keys / 3) }, default);
        Check(reference with { IsCausal = true, Window = 2, Scale = 0.3 }, default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void Masks_leave_keys_out_and_queries_without_any_get_the_mean_or_zeros(bool zeroEmpty)
    {
        const int Batch = 2, Queries = 75, Keys = 270, Heads = 2;
        float[] pairs = Bits(Batch * Heads * Queries * Keys, 0.5f, 1), queryBits = Bits(Batch * Queries, 0.7f, 2), keyBits = Bits(Batch * Keys, 0.6f, 3);

        // A few queries of each head look at nothing.
        for (int i = 0; i < Batch * Heads * Queries; i += 11) pairs.AsSpan(i * Keys, Keys).Clear();
        var reference = new AttentionReference(Batch, Queries, Keys, Heads, 1, 20, 24)
        {
            ZeroEmpty = zeroEmpty,
            Allows = (b, h, t, s) => pairs[((b * Heads + h) * Queries + t) * Keys + s] != 0 && queryBits[b * Queries + t] != 0
                && keyBits[b * Keys + s] != 0,
        };
        fixed (float* p = pairs, q = queryBits, k = keyBits)
        {
            var masks = new AttentionMasks
            {
                Pairs = p,
                PairsBatch = Heads * Queries * Keys,
                PairsHead = Queries * Keys,
                PairsQuery = Keys,
                PairsHaveKeys = true,
                Queries = q,
                QueriesBatch = Queries,
                Keys = k,
                KeysBatch = Keys,
            };
            Check(reference, masks);
            Check(reference with { IsCausal = true }, masks);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Dropped_probabilities_are_those_of_a_stream(
        int batch, int queries, int keys, int heads, int keyHeads, int width, int valueWidth)
    {
        // A word for each pair; rows of words begin at multiples of four.
        const float Rate = 0.3f;
        int stride = (keys + 3) / 4 * 4;
        float[] factors = new float[batch * heads * queries * stride];
        var stream = new RandomStream(seed: 17, stream: 5) { Position = 4096 };
        stream.FillBernoulli(factors, 1 - Rate, 1 / (1 - Rate));
        var reference = new AttentionReference(batch, queries, keys, heads, keyHeads, width, valueWidth)
        {
            ZeroEmpty = true,
            Factor = (b, h, t, s) => factors[((b * heads + h) * queries + t) * stride + s],
        };
        var masks = new AttentionMasks { Dropout = new AttentionDropout(17, 5, 4096, Rate) };
        Check(reference, masks);
        Check(reference with { IsCausal = true, Window = Math.Max(1, keys / 2) }, masks);
    }

    [Fact]
    public void A_rate_that_rounds_to_nothing_drops_nothing()
    {
        Assert.False(new AttentionDropout(1, 0, 0, 1e-9f).Exists);
        Assert.False(default(AttentionDropout).Exists);
        Assert.True(new AttentionDropout(1, 0, 0, 1f).Exists);
        var reference = new AttentionReference(1, 3, 4, 1, 1, 5, 6);
        Check(reference, new AttentionMasks { Dropout = new AttentionDropout(1, 0, 0, 1e-9f) });
        Check(reference with { Factor = (_, _, _, _) => 0 }, new AttentionMasks { Dropout = new AttentionDropout(1, 0, 0, 1f) });
    }

    private static unsafe void Check(AttentionReference reference, AttentionMasks masks)
    {
        var options = new AttentionOptions(
            (float)(reference.Scale ?? 1 / Math.Sqrt(reference.Width)), reference.IsCausal, reference.Window, reference.ZeroEmpty);
        var shape = new AttentionShape(
            reference.Batch, reference.Queries, reference.Keys, reference.Heads, reference.KeyHeads, reference.Width, reference.ValueWidth, options);
        int rows = (int)shape.QueryRows, keyRows = (int)shape.KeyRows;
        float[] q = TestData.Uniform(rows * shape.Width, 1, -2, 2), k = TestData.Uniform(keyRows * shape.Width, 2, -2, 2);
        float[] v = TestData.Uniform(keyRows * shape.ValueWidth, 3), g = TestData.Uniform(rows * shape.ValueWidth, 4);
        double[] dq = Doubles(q), dk = Doubles(k), dv = Doubles(v);
        (double[] wantQ, double[] wantK, double[] wantV) = reference.Gradients(dq, dk, dv, Doubles(g));

        float[][]? before = null;
        foreach (int threads in (int[])[1, 2, 7])
        {
            using var count = new ThreadCount(threads);
            float[][] got = Run(shape, masks, q, k, v, g);
            if (before is not null)
            {
                for (int i = 0; i < got.Length; i++) TestData.AssertSameBits(before[i], got[i], $"result {i} on {threads} threads");
                continue;
            }

            before = got;
            TestData.AssertClose(reference.Run(dq, dk, dv), got[0], 2e-6, 2e-6, "output");
            TestData.AssertClose(wantQ, got[1], 2e-5, 1e-5, "gradient of the queries");
            TestData.AssertClose(wantK, got[2], 2e-5, 1e-5, "gradient of the keys");
            TestData.AssertClose(wantV, got[3], 2e-5, 1e-5, "gradient of the values");
        }
    }

    private static unsafe float[][] Run(in AttentionShape shape, in AttentionMasks masks, float[] q, float[] k, float[] v, float[] g)
    {
        Guarded y = new(g.Length), sums = new((int)shape.QueryRows), dq = new(q.Length), dk = new(k.Length), dv = new(v.Length);
        AttentionKernels.Forward(shape, masks, q, k, v, y.Span, sums.Span);
        fixed (float* pq = q, pk = k, pv = v, pg = g, py = y.Span, ps = sums.Span, gq = dq.Span, gk = dk.Span, gv = dv.Span)
        {
            var sources = new AttentionSources { Query = pq, Key = pk, Value = pv, Output = py, Gradient = pg, LogSums = ps };
            AttentionKernels.Backward(shape, masks, sources, new AttentionGradients { Query = gq, Key = gk, Value = gv });
            float[][] results = [y.Checked(), dq.Checked(), dk.Checked(), dv.Checked()];

            // Each alone is the same, and what is there is added to.
            AttentionKernels.Backward(shape, masks, sources, new AttentionGradients { Query = gq });
            AttentionKernels.Backward(shape, masks, sources, new AttentionGradients { Key = gk });
            AttentionKernels.Backward(shape, masks, sources, new AttentionGradients { Value = gv });
            TestData.AssertSameBits(results[1], dq.Checked(), "gradient of the queries alone");
            TestData.AssertSameBits(results[2], dk.Checked(), "gradient of the keys alone");
            TestData.AssertSameBits(results[3], dv.Checked(), "gradient of the values alone");
            AttentionKernels.Backward(
                shape, masks, sources,
                new AttentionGradients { Query = gq, Key = gk, Value = gv, AddsToQuery = true, AddsToKey = true, AddsToValue = true });
            TestData.AssertClose([.. results[1].Select(value => 2.0 * value)], dq.Checked(), 1e-5, 1e-5, "twice the gradient");
            return results;
        }
    }

    private static float[] Bits(int length, float share, int seed) =>
        [.. TestData.Uniform(length, seed, 0, 1).Select(value => value < share ? 1f : 0f)];

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}
