namespace DeepSharp.Kernels;

/// <summary>Runs a <see cref="WindowProduct"/> with the registers of the machine.</summary>
internal static unsafe class WindowProductRunner
{
    public static void Run(in WindowProduct product)
    {
        if (F512.IsSupported) Run<F512, F256>(product);
        else if (F256.IsSupported) Run<F256, F256>(product);
        else if (F128.IsSupported) Run<F128, F128>(product);
        else Run<F1, F1>(product);
    }

    // Columns that do not fill a wide panel go through a narrow one if they fit, 16 filters on 512-bit registers for instance.
    private static void Run<TWide, TNarrow>(in WindowProduct product)
        where TWide : unmanaged, ISimd<TWide> where TNarrow : unmanaged, ISimd<TNarrow>
    {
        int rest = product.Columns % RegisterTile.Columns<TWide>();
        if (rest > RegisterTile.Columns<TNarrow>()) rest = 0;
        if (product.Columns > rest) Columns<TWide>(product, 0, product.Columns - rest);
        if (rest > 0) Columns<TNarrow>(product, product.Columns - rest, rest);
    }

    private static void Columns<TSimd>(in WindowProduct product, int first, int count) where TSimd : unmanaged, ISimd<TSimd>
    {
        KernelPanels panels = KernelPanels.Create(product, first, count, RegisterTile.Columns<TSimd>());
        if (!ImageTiles<TSimd>.IsBetter(product))
        {
            RowTiles<TSimd>.Run(product, panels);
            return;
        }

        if (!SpacedImages.AreNeeded(product.SourceImage))
        {
            ImageTiles<TSimd>.Run(product, panels, product.SourceImage);
            return;
        }

        WindowProduct spaced = product;
        spaced.Source = SpacedImages.Create(product.Source, product.Batch, product.SourceImage, out nint pitch);
        ImageTiles<TSimd>.Run(spaced, panels, pitch);
    }
}
