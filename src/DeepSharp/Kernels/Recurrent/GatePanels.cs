namespace DeepSharp.Kernels;

/// <summary>Copies the weights of a recurrence into the order in which the tiles of its steps read them.</summary>
internal static unsafe class GatePanels
{
    /// <summary>
    /// [panel][sum][depth][panel width]: kernel, bias and recurrent kernel, one under the other, zeros where units are missing. Of a split
    /// gate each sum reads only what it is made of.
    /// </summary>
    public static void Pack<TSimd>(in RecurrentShape shape, float* kernel, float* bias, float* recurrent, float* panels)
        where TSimd : unmanaged, ISimd<TSimd> =>
        WorkerPool.For(shape.Panels * shape.Sums, 4, new PackBody<TSimd>(shape, kernel, bias, recurrent, panels));

    /// <summary>[panel][gates·units][panel width]: the recurrent kernel transposed.</summary>
    public static void PackTransposed(in RecurrentShape shape, float* recurrent, float* panels) =>
        WorkerPool.For(shape.Panels, 1, new TransposeBody(shape, recurrent, panels));

    private readonly struct PackBody<TSimd>(RecurrentShape shape, float* kernel, float* bias, float* recurrent, float* panels) : IRangeBody
        where TSimd : unmanaged, ISimd<TSimd>
    {
        public void Invoke(int start, int end)
        {
            int width = shape.PanelWidth;
            for (int i = start; i < end; i++)
            {
                (int panel, int sum) = Math.DivRem(i, shape.Sums);
                int gate = Math.Min(sum, shape.Gates - 1);
                int column = gate * shape.Units + panel * width, columns = shape.UnitsOf(panel);
                float* to = panels + (nint)i * shape.Depth * width;
                Copy(kernel + column, shape.Inputs, columns, to);
                to += (nint)shape.Inputs * width;
                if (bias != null)
                {
                    Copy(BiasOf(sum) + column, 1, columns, to);
                    if (shape.SplitsLastGate && sum < shape.Gates - 1) Add(bias + shape.GateColumns + column, columns, to);
                    to += width;
                }

                Copy(recurrent + column, shape.Units, columns, to);
            }
        }

        // Of a split gate the products with the state have the second row of the bias.
        private float* BiasOf(int sum) => shape.SplitsLastGate && sum == shape.Gates - 1 ? bias + shape.GateColumns : bias;

        private static void Add(float* source, int columns, float* destination)
        {
            for (int i = 0; i < columns; i++) destination[i] += source[i];
        }

        private void Copy(float* source, int rows, int columns, float* destination)
        {
            if (columns == shape.PanelWidth) PanelPacking.CopyFull<TSimd>(source, shape.GateColumns, rows, 1, destination);
            else PanelPacking.CopyEdge(source, shape.GateColumns, columns, rows, destination, shape.PanelWidth);
        }
    }

    private readonly struct TransposeBody(RecurrentShape shape, float* recurrent, float* panels) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int width = shape.PanelWidth, depth = shape.GateColumns;
            for (int panel = start; panel < end; panel++)
            {
                float* source = recurrent + (nint)panel * width * depth;
                PanelPacking.Transpose(source, depth, shape.UnitsOf(panel), depth, panels + (nint)panel * depth * width, width);
            }
        }
    }
}
