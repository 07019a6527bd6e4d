namespace DeepSharp.Kernels;

/// <summary>Winograd's method for convolutions of 3 by 3 taps without strides, dilation or groups: chosen here, by shapes only.</summary>
internal static unsafe class Winograd
{
    /// <summary>Off, all convolutions sum as their definition does.</summary>
    public static bool IsEnabled { get; set; } = true;

    /// <summary>y (+)= activation(x ⋆ kernel + bias), or false where summing directly is as fast.</summary>
    public static bool TryForward(
        in Conv2DGeometry g, float* x, float* kernel, float* bias, float* y, FusedActivation activation, bool accumulate)
    {
        int outputs = WinogradChoice.Forward(g);
        if (outputs == 0) return false;
        Forward(g, outputs, x, kernel, bias, y, activation, accumulate);
        return true;
    }

    /// <summary>dx (+)= activation(dy ⋆ reversed, transposed kernel + bias), or false where summing directly is as fast.</summary>
    public static bool TryBackwardInput(
        in Conv2DGeometry g, float* dy, float* kernel, float* bias, float* dx, FusedActivation activation, bool accumulate)
    {
        int outputs = WinogradChoice.BackwardInput(g);
        if (outputs == 0) return false;
        BackwardInput(g, outputs, dy, kernel, dx, accumulate, bias, activation);
        return true;
    }

    /// <summary>The gradient of the kernel, or false where summing directly is as fast.</summary>
    public static bool TryBackwardKernel(in Conv2DGeometry g, float* x, float* dy, float* dkernel, bool accumulate)
    {
        int outputs = WinogradChoice.BackwardKernel(g);
        if (outputs == 0) return false;
        BackwardKernel(g, outputs, x, dy, dkernel, accumulate);
        return true;
    }

    /// <summary>The convolution in squares of <paramref name="outputs"/>, 2 or 4, a side.</summary>
    public static void Forward(
        in Conv2DGeometry g, int outputs, float* x, float* kernel, float* bias, float* y, FusedActivation activation,
        bool accumulate = false) => Run(
        new WinogradProduct
        {
            Source = x,
            Target = y,
            Kernel = kernel,
            Bias = bias,
            Activation = activation,
            Accumulate = accumulate,
            Grid = new WinogradGrid(g.Batch, WinogradAxis.Forward(g.Vertical), WinogradAxis.Forward(g.Horizontal), outputs),
            Depth = g.InChannels,
            Columns = g.Filters,
        });

    /// <summary>The gradient of the input in squares of <paramref name="outputs"/>, 2 or 4, a side.</summary>
    public static void BackwardInput(
        in Conv2DGeometry g, int outputs, float* dy, float* kernel, float* dx, bool accumulate, float* bias = null,
        FusedActivation activation = FusedActivation.None) => Run(
        new WinogradProduct
        {
            Source = dy,
            Target = dx,
            Kernel = kernel,
            Bias = bias,
            Activation = activation,
            Accumulate = accumulate,
            Grid = new WinogradGrid(g.Batch, WinogradAxis.Backward(g.Vertical), WinogradAxis.Backward(g.Horizontal), outputs),
            Depth = g.Filters,
            Columns = g.InChannels,
            TransposedKernel = true,
        });

    /// <summary>The gradient of the kernel from squares of <paramref name="outputs"/>, 2 or 4, a side.</summary>
    public static void BackwardKernel(in Conv2DGeometry g, int outputs, float* x, float* dy, float* dkernel, bool accumulate)
    {
        var gradient = new WinogradKernelGradient
        {
            Image = x,
            OutputGradient = dy,
            Kernel = dkernel,
            Accumulate = accumulate,
            Grid = new WinogradGrid(g.Batch, WinogradAxis.Forward(g.Vertical), WinogradAxis.Forward(g.Horizontal), outputs),
            Channels = g.InChannels,
            Filters = g.Filters,
        };
        if (F512.IsSupported) Run<F512>(gradient);
        else if (F256.IsSupported) Run<F256>(gradient);
        else if (F128.IsSupported) Run<F128>(gradient);
        else Run<F1>(gradient);
    }

    private static void Run<TSimd>(in WinogradKernelGradient gradient) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (gradient.Grid.Outputs == 2) WinogradGradientItems<TSimd, WinogradTile2>.Run(gradient);
        else WinogradGradientItems<TSimd, WinogradTile4>.Run(gradient);
    }

    private static void Run(in WinogradProduct product)
    {
        if (F512.IsSupported) Run<F512>(product);
        else if (F256.IsSupported) Run<F256>(product);
        else if (F128.IsSupported) Run<F128>(product);
        else Run<F1>(product);
    }

    private static void Run<TSimd>(in WinogradProduct product) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (product.Grid.Outputs == 2) WinogradItems<TSimd, WinogradTile2>.Run(product);
        else WinogradItems<TSimd, WinogradTile4>.Run(product);
    }
}
