using System.Runtime.CompilerServices;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// What all applications take, under Keras's names, and what they do with it: the checks, the start of the graph, its head, and the model.
/// </summary>
/// <param name="IncludeTop">Whether the layers that tell the classes are there.</param>
/// <param name="Weights">A file of weights; null for new ones.</param>
/// <param name="InputTensor">Where the graph begins; null for an input of its own.</param>
/// <param name="InputShape">The shape of one image; null for the application's.</param>
/// <param name="Pooling">Without the top: null, <c>avg</c> or <c>max</c>.</param>
/// <param name="Classes">With the top: how many there are.</param>
/// <param name="ClassifierActivation">With the top: the last activation; null for none.</param>
/// <param name="Method">The method that errors name.</param>
internal sealed record ApplicationOptions(
    bool IncludeTop, string? Weights, SymbolicTensor? InputTensor, Shape? InputShape, string? Pooling, int Classes,
    string? ClassifierActivation, [CallerMemberName] string Method = "")
{
    /// <summary>The number of values in the images that the published weights were trained on: red, green and blue.</summary>
    private const int Colors = 3;

    /// <summary>Whether Keras's graph has a layer more where it loads the weights that were published.</summary>
    public bool PublishedHasMore { get; init; }

    private string Name => $"Applications.{Method}";

    /// <summary>Checks what was given, before anything is made, and begins the graph.</summary>
    /// <param name="size">Rows and columns of the images of a model with its top where no shape is given; 0 for any.</param>
    /// <param name="smallest">The fewest rows and columns.</param>
    /// <exception cref="ArgumentException">An argument is none of those that are known, or two exclude each other.</exception>
    /// <exception cref="ShapeException">The images are too small, or of no known size where that is needed.</exception>
    /// <exception cref="ModelFileException">The weights are in a format that is not read.</exception>
    public SymbolicTensor Start(int size, int smallest)
    {
        if (Pooling is not (null or "avg" or "max"))
        {
            throw new ArgumentException($"{Name}: expected pooling to be null, 'avg' or 'max' but got '{NearestName.Shown(Pooling)}'.");
        }

        if (IncludeTop && Classes < 1)
        {
            throw new ArgumentOutOfRangeException("classes", $"{Name}: expected 1 class or more but got {Classes}.");
        }
        RequireWeights();
        Shape shape = CheckedShape(size, smallest);
        if (InputTensor is not { } start) return new Input(shape);
        if (start.Shape.Rank != 4)
        {
            throw new ShapeException(
                $"{Name}: expected an inputTensor of rank 4 (batch, height, width, channels) but got {start.Shape}.");
        }

        if (InputShape is null || start.Shape[1..] == shape) return start;
        throw new ShapeException(
            $"{Name}: expected inputTensor and inputShape to agree but got {start.Shape} and {shape}. Give only one of them.");
    }

    /// <summary>The mean over each image and a dense layer for the classes; or, without the top, the pooling.</summary>
    /// <param name="x">The last features.</param>
    /// <param name="poolName">The name of the layer that takes the mean; null for an automatic one.</param>
    /// <param name="namesPooling">Whether the pooling of a model without the top has a name too.</param>
    public SymbolicTensor Head(SymbolicTensor x, string? poolName = "avg_pool", bool namesPooling = true) => IncludeTop
        ? Classify(new GlobalAveragePooling2D(name: poolName).Apply(x))
        : Pool(x, namesPooling);

    /// <summary>The dense layer for the classes, <c>predictions</c>.</summary>
    public SymbolicTensor Classify(SymbolicTensor x) =>
        new Dense(Classes, ClassifierActivation ?? "linear", name: "predictions").Apply(x);

    /// <summary>The last activation as a layer, <c>predictions</c>, where a convolution tells the classes.</summary>
    public SymbolicTensor Activate(SymbolicTensor x) => new ActivationLayer(ClassifierActivation ?? "linear", name: "predictions").Apply(x);

    /// <summary>The pooling of a model without the top.</summary>
    public SymbolicTensor Pool(SymbolicTensor x, bool isNamed) => Pooling switch
    {
        "avg" => new GlobalAveragePooling2D(name: isNamed ? "avg_pool" : null).Apply(x),
        "max" => new GlobalMaxPooling2D(name: isNamed ? "max_pool" : null).Apply(x),
        _ => x,
    };

    /// <summary>The model from where the graph begins, with its weights.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or its weights are those of another model.</exception>
    public Model Finish(SymbolicTensor start, SymbolicTensor output, string? name)
    {
        var model = new Model([.. Utils.GetSourceInputs(start)], output, name);
        if (Weights is not null) model.LoadWeights(Weights);
        return model;
    }

    private Shape CheckedShape(int size, int smallest)
    {
        bool needsSize = IncludeTop && size > 0;
        if (InputShape is not { } shape) return needsSize ? [size, size, Colors] : [Shape.Any, Shape.Any, Colors];
        if (shape.Rank != 3)
        {
            throw new ShapeException($"{Name}: expected an inputShape of rank 3 (height, width, channels) but got {shape}.");
        }

        bool isUnknown = shape[0] == Shape.Any || shape[1] == Shape.Any;
        if (needsSize && (isUnknown || shape[2] == Shape.Any))
        {
            throw new ShapeException(
                $"{Name}: expected an inputShape without unknown lengths where the top is included but got {shape}. " +
                "Give the lengths, or includeTop: false.");
        }

        if (shape[2] == Shape.Any)
        {
            throw new ShapeException(
                $"{Name}: expected an inputShape with a known number of channels but got {shape}. Give 3 for colours.");
        }

        if ((shape[0] == Shape.Any || shape[0] >= smallest) && (shape[1] == Shape.Any || shape[1] >= smallest)) return shape;
        throw new ShapeException(
            $"{Name}: expected images of {smallest}x{smallest} pixels or more but got an inputShape of {shape}. " +
            "Give larger images, or enlarge them first.");
    }

    private void RequireWeights()
    {
        if (Weights is null) return;
        ArgumentException.ThrowIfNullOrEmpty(Weights, "weights");
        if (Weights == "imagenet")
        {
            string advice = PublishedHasMore
                ? $"Let Keras write the model, which has a layer more with these weights, keras.applications.{Method}()" +
                  $".save(\"{Method}.keras\"), and load that with Model.Load. {FileFormats.AdviceFor(".keras")}"
                : $"Let Keras write one, keras.applications.{Method}().save_weights(\"{Method}.weights.h5\"), and give its path. " +
                  FileFormats.AdviceFor(".h5");
            throw new ArgumentException(
                $"{Name}: expected null or the path of a file of weights but got 'imagenet', for which Keras downloads a file. Nothing " +
                $"is downloaded here. {advice}",
                "weights");
        }

        if (IncludeTop && ClassifierActivation is { } activation && (Activation)activation != Activation.Linear
            && (Activation)activation != Activation.Softmax)
        {
            throw new ArgumentException(
                $"{Name}: expected classifierActivation to be 'softmax' or null where weights are loaded, for they were trained with it, " +
                $"but got '{activation}'.",
                "classifierActivation");
        }

        // Only whether it is there, and of a format that is read: the graph takes long to make.
        using FileStream stream = FileSection.OpenFile(Weights);
        FileFormats.Of(FileSection.Open(stream, Name), Weights);
    }
}
