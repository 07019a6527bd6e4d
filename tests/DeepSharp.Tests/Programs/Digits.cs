using DeepSharp;

namespace Programs;

/// <summary>Pictures in the shape of MNIST: bytes, 28x28, a bar whose place says the class, over noise.</summary>
internal static class Digits
{
    public static ((DataArray X, int[] Y) Train, (DataArray X, int[] Y) Test) Load(int train, int test) => (Make(train, 1), Make(test, 2));

    private static (DataArray X, int[] Y) Make(int count, int seed)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[count * 28 * 28];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 10;
            Span<byte> image = pixels.AsSpan(i * 28 * 28, 28 * 28);
            foreach (ref byte pixel in image) pixel = (byte)random.Next(80);
            for (int row = 2; row < 26; row++) image.Slice(28 * row + 2 + 2 * labels[i], 6).Fill((byte)random.Next(150, 256));
        }

        return (DataArray.From(pixels, [count, 28, 28]), labels);
    }
}
