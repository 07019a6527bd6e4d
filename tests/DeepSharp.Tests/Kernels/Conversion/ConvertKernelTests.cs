using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Conversion;

public class ConvertKernelTests
{
    private const float Canary = -12345f;
    private const int Guard = 16;

    [Fact]
    public void Bytes_become_floats_at_every_length()
    {
        for (int length = 0; length <= 257; length++)
        {
            byte[] source = new byte[length];
            for (int i = 0; i < length; i++) source[i] = (byte)(255 - i * 7);
            float[] destination = Filled(length);

            ConvertKernel.ToFloat(source, destination.AsSpan(Guard, length));

            for (int i = 0; i < length; i++) Assert.Equal((float)source[i], destination[Guard + i]);
            AssertCanaries(destination);
        }
    }

    [Fact]
    public void Ints_become_floats_at_every_length_and_round_to_nearest_even()
    {
        int[] special = [0, -1, int.MaxValue, int.MinValue, 16_777_217, -16_777_219, 33_554_434, 65_536];
        for (int length = 0; length <= 257; length++)
        {
            int[] source = new int[length];
            for (int i = 0; i < length; i++) source[i] = special[i % special.Length] ^ (i / special.Length);
            float[] destination = Filled(length);

            ConvertKernel.ToFloat(source, destination.AsSpan(Guard, length));

            for (int i = 0; i < length; i++) Assert.Equal((float)(double)source[i], destination[Guard + i]);
            AssertCanaries(destination);
        }
    }

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ConvertKernel.ToFloat(new byte[3], new float[4]));
        Assert.Throws<ArgumentException>(() => ConvertKernel.ToFloat(new int[3], new float[2]));
    }

    private static float[] Filled(int length)
    {
        float[] values = new float[length + 2 * Guard];
        values.AsSpan().Fill(Canary);
        return values;
    }

    private static void AssertCanaries(float[] values)
    {
        Assert.Equal(-1, values.AsSpan(0, Guard).IndexOfAnyExcept(Canary));
        Assert.Equal(-1, values.AsSpan(values.Length - Guard).IndexOfAnyExcept(Canary));
    }
}
