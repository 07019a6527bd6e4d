using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.Fourier;

/// <summary>Transforms of any length against sums in doubles, with gradients by differences.</summary>
public class FourierTests
{
    public static TheoryData<int> Lengths => [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 25, 30, 31, 32, 37, 48, 60, 64, 97, 100, 121, 128, 134, 243, 256, 1009];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Spectra_are_the_sums_of_doubles(int length)
    {
        Tensor re = OpData.Random([3, length], 1), im = OpData.Random([3, length], 2);
        (Tensor real, Tensor imaginary) = F.Fft(re, im);
        (Tensor backReal, Tensor backImaginary) = F.Ifft(real, imaginary);
        double limit = 1e-6 * Math.Sqrt(length) + 1e-6;
        for (int row = 0; row < 3; row++)
        {
            (double[] wantRe, double[] wantIm) = Spectrum(Row(re, row), Row(im, row));
            TestData.AssertClose(wantRe, real.Span.Slice(row * length, length), limit, 1e-6, "real");
            TestData.AssertClose(wantIm, imaginary.Span.Slice(row * length, length), limit, 1e-6, "imaginary");
            TestData.AssertClose(Row(re, row), backReal.Span.Slice(row * length, length), 1e-6, 1e-6, "real, back");
            TestData.AssertClose(Row(im, row), backImaginary.Span.Slice(row * length, length), 1e-6, 1e-6, "imaginary, back");
        }

        (Tensor half, Tensor halfImaginary) = F.Rfft(re);
        int bins = length / 2 + 1;
        for (int row = 0; row < 3; row++)
        {
            (double[] wantRe, double[] wantIm) = Spectrum(Row(re, row), new double[length]);
            TestData.AssertClose(wantRe[..bins], half.Span.Slice(row * bins, bins), limit, 1e-6, "real half");
            TestData.AssertClose(wantIm[..bins], halfImaginary.Span.Slice(row * bins, bins), limit, 1e-6, "imaginary half");
        }

        TestData.AssertClose(Array.ConvertAll(re.ToArray(), value => (double)value), F.Irfft(half, halfImaginary, length).Span, 1e-6, 1e-6, "values");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Gradients_are_those_of_doubles(int length)
    {
        Tensor re = OpData.Random([3, length], 3), im = OpData.Random([3, length], 4);
        double[] Rows(double[][] at, bool inverse, int bins)
        {
            var all = new List<double>[] { [], [] };
            for (int row = 0; row < 3; row++)
            {
                double[] a = at[0][(row * length)..((row + 1) * length)], b = at.Length > 1 ? at[1][(row * length)..((row + 1) * length)] : new double[length];
                (double[] x, double[] y) = inverse ? Spectrum(b, a) : Spectrum(a, b);
                if (inverse) (x, y) = (y, x);
                all[0].AddRange(x[..bins].Select(value => inverse ? value / length : value));
                all[1].AddRange(y[..bins].Select(value => inverse ? value / length : value));
            }

            return [.. all[0], .. all[1]];
        }

        Tensor Both((Tensor Real, Tensor Imaginary) pair) => F.Concatenate([pair.Real, pair.Imaginary]);
        GradientCheck.Run(() => Both(F.Fft(re, im)), [re, im], at => Rows(at, false, length));
        GradientCheck.Run(() => Both(F.Ifft(re, im)), [re, im], at => Rows(at, true, length));
        int bins = length / 2 + 1;
        GradientCheck.Run(() => Both(F.Rfft(re)), [re], at => Rows(at, false, bins));
        Tensor half = OpData.Random([3, bins], 5), halfImaginary = OpData.Random([3, bins], 6);
        GradientCheck.Run(() => F.Irfft(half, halfImaginary, length), [half, halfImaginary], at =>
            [.. Enumerable.Range(0, 3 * length).Select(i => RealValue(at[0], at[1], i / length * bins, i % length, length))]);
    }

    [Fact]
    public void Gradients_in_terms_of_ops_are_those_of_the_backward_pass()
    {
        Tensor re = OpData.Random([2, 6], 7), im = OpData.Random([2, 6], 8), half = OpData.Random([2, 4], 9), other = OpData.Random([2, 4], 10);
        foreach ((Op op, Tensor[] inputs) in (ReadOnlySpan<(Op, Tensor[])>)
            [
                (FourierOp.Forwards, [re, im]), (FourierOp.Inverse, [re, im]), (RealFourierOp.Plain, [re]), (new RealInverseOp(6, 0.5, 0.25), [half, other]),
                (new RealFourierOp(2, 3), [re]),
            ])
        {
            Tensor y = Tape.Run(op, inputs), g = OpData.Random(y.Shape.ToArray(), 11);
            var tape = new GradientTape();
            foreach (Tensor input in inputs) tape.Watch(input);
            Tensor?[] want = tape.Gradient(tape.Record(() => Tape.Run(op, inputs)), inputs, g);
            for (int i = 0; i < inputs.Length; i++)
            {
                Tensor got = op.GradientOps(i, inputs, y, g)!;
                TestData.AssertClose(Array.ConvertAll(want[i]!.ToArray(), value => (double)value), got.Span, 1e-5, 1e-5, $"{op.Name} {i}");
            }
        }
    }

    [Fact]
    public void Two_axes_are_one_after_the_other()
    {
        Tensor re = OpData.Random([4, 6], 12), im = OpData.Random([4, 6], 13);
        (Tensor real, Tensor imaginary) = F.Fft2(re, im);
        double sum = 0;
        for (int i = 0; i < 24; i++)
        {
            double angle = -2 * Math.PI * (3.0 * (i / 6) / 4 + 2.0 * (i % 6) / 6);
            sum += re.Span[i] * Math.Cos(angle) - im.Span[i] * Math.Sin(angle);
        }

        Assert.Equal(sum, real[3, 2], 1e-5);
        (Tensor back, _) = F.Ifft2(real, imaginary);
        TestData.AssertClose(Array.ConvertAll(re.ToArray(), value => (double)value), back.Span, 1e-6, 1e-6, "back");
    }

    [Theory]
    [InlineData(16, 4, 16, "hann", true)]
    [InlineData(12, 3, 16, "hamming", true)]
    [InlineData(16, 8, 16, "hamming", false)]
    public void A_signal_comes_back_from_its_short_spectra(int length, int stride, int fft, string window, bool center)
    {
        Tensor signal = OpData.Random([2, 64], 14);
        (Tensor re, Tensor im) = F.Stft(signal, length, stride, fft, window, center);
        Assert.Equal([2, ((center ? 64 + fft / 2 * 2 : 64) - fft) / stride + 1, fft / 2 + 1], re.Shape.ToArray());
        Tensor back = F.Istft(re, im, length, stride, fft, length: null, window, center);
        int count = Math.Min(48, back.Shape[1]);
        for (int i = 0; i < count; i++) Assert.Equal(signal[0, i], back[0, i], 1e-5);
    }

    [Fact]
    public void Sequences_overlap()
    {
        Tensor x = Tensor.Range(0, 7);
        Assert.Equal([0f, 1f, 2f, 2f, 3f, 4f, 4f, 5f, 6f], F.ExtractSequences(x, 3, 2).ToArray());
        Assert.Equal([0, 9], F.ExtractSequences(x, 9, 2).Shape.ToArray());
    }

    [Fact]
    public void A_length_that_is_given_cuts_or_adds_zeros()
    {
        Tensor x = OpData.Random([8], 15);
        Assert.Equal(F.Rfft(x[..5]).Real.ToArray(), F.Rfft(x, 5).Real.ToArray());
        Assert.Equal(F.Rfft(F.Pad(x, [(0, 3)])).Real.ToArray(), F.Rfft(x, 11).Real.ToArray());
        Assert.Contains("one shape", ShapeError.Of(() => F.Fft(x, x[..5])), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Rfft(x, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Stft(x, 8, 2, 4));
        Assert.Contains("hann", Assert.Throws<ArgumentException>(() => F.Stft(x, 4, 2, 4, "flat")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_steady_step_allocates_nothing()
    {
        Tensor x = OpData.Random([5, 48], 16);
        var tape = new Tape(new StepMemory(), isRecording: true);
        AllocationAssert.Zero(() =>
        {
            Tape? previous = tape.Enter();
            tape.Watch(x);
            Tensor y = Tape.Run(RealFourierOp.Plain, x);
            Tape.Restore(previous);
            tape.Backward(y);
            tape.EndStep();
        });
    }

    private static double[] Row(Tensor x, int row) => Array.ConvertAll(x.Span.Slice(row * x.Shape[1], x.Shape[1]).ToArray(), value => (double)value);

    private static double RealValue(double[] re, double[] im, int first, int t, int length)
    {
        double sum = 0;
        for (int k = 0; k <= length / 2; k++)
        {
            double twice = k == 0 || 2 * k == length ? 1 : 2, angle = 2 * Math.PI * k * t / length;
            sum += twice * (re[first + k] * Math.Cos(angle) - (twice == 1 ? 0 : im[first + k] * Math.Sin(angle)));
        }

        return sum / length;
    }

    private static (double[] Real, double[] Imaginary) Spectrum(double[] re, double[] im)
    {
        int n = re.Length;
        double[] real = new double[n], imaginary = new double[n];
        for (int k = 0; k < n; k++)
        {
            for (int t = 0; t < n; t++)
            {
                (double sine, double cosine) = Math.SinCos(-2 * Math.PI * ((long)k * t % n) / n);
                real[k] += re[t] * cosine - im[t] * sine;
                imaginary[k] += re[t] * sine + im[t] * cosine;
            }
        }

        return (real, imaginary);
    }

    [Fact]
    public void A_signal_has_as_many_samples_as_were_asked_for_and_are_there()
    {
        (Tensor real, Tensor imaginary) = DeepSharp.Ops.Stft(Tensor.RandomNormal([32], seed: 1), 8, 4, 8);
        int all = DeepSharp.Ops.Istft(real, imaginary, 8, 4, 8, length: int.MaxValue).Size;
        Assert.True(all >= 32);
        Assert.Equal(all, DeepSharp.Ops.Istft(real, imaginary, 8, 4, 8, length: 100).Size);
        Assert.Equal(20, DeepSharp.Ops.Istft(real, imaginary, 8, 4, 8, length: 20).Size);
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepSharp.Ops.Istft(real, imaginary, 8, 4, 8, length: -7));
        Assert.Throws<ShapeException>(() => DeepSharp.Ops.Stft(Tensor.From([1f, 2, 3]), 2, 1, int.MaxValue));
    }
}
