using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// y = pool(activation(x ⋆ kernel + bias)): a convolution and the maxima of its output, a few images at a time, so that the output of the
/// convolution stays in cache and is never kept. What no window of the pool reads is not computed.
/// </summary>
internal sealed class ConvPool2DOp(
    SlidingWindow window, int groups, FusedActivation activation, SlidingWindow pool, (ImagePart Input, ImagePart Output)? part = null) : Op
{
    // Outputs of the convolution that are worked on at a time: they share the second cache with the images.
    private const long FloatsAtATime = 512 * 1024;

    private readonly ConvolutionOp _convolution = new(window, groups, activation);

    public override string Name => "Conv2D + MaxPool2D";

    /// <summary>The window of the convolution.</summary>
    public SlidingWindow Window => window;

    /// <summary>Groups that channels and filters are split into.</summary>
    public int Groups => groups;

    /// <summary>What is applied to the sums, in the same pass.</summary>
    public FusedActivation Activation => activation;

    /// <summary>The window of the pooling.</summary>
    public SlidingWindow Pool => pool;

    /// <summary>The part of the output that is computed; null for all of it.</summary>
    public (ImagePart Input, ImagePart Output)? Part => part;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        SpatialInput.Require(x, 2);
        if (part is { Output: var wanted }) return [x[0], wanted.Rows, wanted.Columns, inputs[1][^1]];
        Shape convolved = _convolution.InferShape(inputs);
        convolved[1..].RequireArray();
        return pool.InferShape(convolved, convolved[3], "pool");
    }

    public override void Forward(Node node)
    {
        Geometry g = GeometryOf(node);
        ReadOnlySpan<float> bias = node.InputCount > 2 ? node.Input(2) : [];
        Span<float> positions = node.IsRecorded ? node.Save<float>(0, node.Output.Size) : [];
        for (int image = 0; image < g.Batch; image += g.ImagesAtATime)
        {
            (Conv2DGeometry convolution, Pool2DGeometry pooling) = g.Part(image);
            Span<float> convolved = Convolved(convolution);
            Conv2DForward.Run(convolution, g.Input(node.Input(0), image), node.Input(1), bias, convolved, activation);
            MaxPool2DKernels.Forward(
                pooling, convolved, g.Output(node.OutputSpan, image), positions.IsEmpty ? positions : g.Output(positions, image));
        }
    }

    public override void Backward(Node node)
    {
        Geometry g = GeometryOf(node);

        // The mask and the bias commute with the pool: a maximum of 0 is one that ReLU cut, and all other pixels have no gradient.
        Span<float> gradient = FusedGradient.Unfuse(node, activation, g.Filters);
        ReadOnlySpan<float> positions = node.Saved<float>(0, node.Output.Size);
        bool needsInput = node.Needs(0), needsKernel = node.Needs(1);
        bool addsToInput = false, addsToKernel = false;
        Span<float> dx = needsInput ? node.InputGradient(0, out addsToInput) : [];
        Span<float> dkernel = needsKernel ? node.InputGradient(1, out addsToKernel) : [];
        if (g.Batch == 0 && !addsToKernel) dkernel.Clear();
        for (int image = 0; image < g.Batch && (needsInput || needsKernel); image += g.ImagesAtATime)
        {
            (Conv2DGeometry convolution, Pool2DGeometry pooling) = g.Part(image);
            Span<float> convolved = Convolved(convolution);
            MaxPool2DKernels.Backward(pooling, g.Output(gradient, image), g.Output(positions, image), convolved, accumulate: false);
            if (needsInput) Conv2DBackwardInput.Run(convolution, convolved, node.Input(1), g.Input(dx, image), addsToInput);
            if (!needsKernel) continue;
            Conv2DBackwardKernel.Run(convolution, g.Input(node.Input(0), image), convolved, dkernel, addsToKernel || image > 0);
        }
    }

    public override Tensor? OutputOps(Node node)
    {
        if (part is not { } known) return Tape.Run(new MaxPoolOp(pool), Tape.Run(_convolution, node.Inputs));

        // Of the convolution what the pool reads, which is all that the maxima are of as long as the pool has no padding of its own.
        if (pool.Padding != Padding.Valid) return null;
        WindowAxis rows = window.Vertical(known.Input.Rows), columns = window.Horizontal(known.Input.Columns);
        WindowAxis poolRows = pool.Vertical(rows.Output), poolColumns = pool.Horizontal(columns.Output);
        var read = new ImagePart(ImagePart.Reach(poolRows, known.Output.Rows), ImagePart.Reach(poolColumns, known.Output.Columns));
        return Tape.Run(new MaxPoolOp(pool), Tape.Run(new ConvolutionOp(window, groups, activation, (known.Input, read)), node.Inputs));
    }

    private static unsafe Span<float> Convolved(in Conv2DGeometry geometry) =>
        new(Scratch.Get(ScratchSlot.Convolved, geometry.OutLength), (int)geometry.OutLength);

    private Geometry GeometryOf(Node node)
    {
        Shape x = node.InputShape(0), y = node.Output.Shape;
        WindowAxis rows = window.Vertical(part?.Input.Rows ?? x[1]), columns = window.Horizontal(part?.Input.Columns ?? x[2]);
        WindowAxis poolRows = pool.Vertical(rows.Output), poolColumns = pool.Horizontal(columns.Output);
        (int readRows, int readColumns) = (ImagePart.Reach(poolRows, y[1]), ImagePart.Reach(poolColumns, y[2]));
        return new Geometry(
            new Conv2DGeometry(
                x[0], x[3], y[3], groups, ImagePart.Limit(rows, readRows, x[1]), ImagePart.Limit(columns, readColumns, x[2])),
            new Pool2DGeometry(x[0], y[3], ImagePart.Limit(poolRows, y[1], readRows), ImagePart.Limit(poolColumns, y[2], readColumns)));
    }

    // The sizes of both, and their division into parts of a few images: by shapes only, so that sums do not depend on the threads.
    private readonly struct Geometry(Conv2DGeometry convolution, Pool2DGeometry pooling)
    {
        public int Batch => convolution.Batch;

        public int Filters => convolution.Filters;

        public int ImagesAtATime { get; } = Spread(convolution);

        public (Conv2DGeometry Convolution, Pool2DGeometry Pooling) Part(int image)
        {
            int count = Math.Min(ImagesAtATime, Batch - image);
            return (convolution with { Batch = count }, pooling with { Batch = count });
        }

        public ReadOnlySpan<float> Input(ReadOnlySpan<float> x, int image) => x[Start(convolution.InLength, image)..];

        public Span<float> Input(Span<float> x, int image) => x[Start(convolution.InLength, image)..];

        public ReadOnlySpan<float> Output(ReadOnlySpan<float> y, int image) => y[Start(pooling.OutLength, image)..];

        public Span<float> Output(Span<float> y, int image) => y[Start(pooling.OutLength, image)..];

        private int Start(long length, int image) => (int)(length / Batch * image);

        private static int Spread(in Conv2DGeometry convolution)
        {
            if (convolution.Batch == 0) return 1;
            long most = Math.Clamp(FloatsAtATime / Math.Max(1, convolution.OutLength / convolution.Batch), 1, convolution.Batch);
            long parts = (convolution.Batch + most - 1) / most;
            return (int)((convolution.Batch + parts - 1) / parts);
        }
    }
}
