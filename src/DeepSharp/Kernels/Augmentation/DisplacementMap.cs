using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>x' = x + dx(x, y), y' = y + dy(x, y), with images of dx and dy.</summary>
internal readonly unsafe struct DisplacementMap(float* dx, float* dy, int height) : IPixelMap
{
    public void Row(int image, int row, int width, float* columns, float* rows)
    {
        nint start = ((nint)image * height + row) * width;
        for (int x = 0; x < width; x++) columns[x] = x + dx[start + x];
        TensorPrimitives.Add(new ReadOnlySpan<float>(dy + start, width), row, new Span<float>(rows, width));
    }
}
