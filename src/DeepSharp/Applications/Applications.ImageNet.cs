namespace DeepSharp;

// What lies before and behind the networks: images as their weights want them, and the names of the classes.
public static partial class Applications
{
    private const int ImageNetClasses = 1000;

    /// <summary>Brings images from pixels of 0 to 255 to what an application's weights were trained on.</summary>
    /// <remarks>
    /// <para><c>caffe</c>: blue, green and red less 103.939, 116.779 and 123.68, not scaled. <c>tf</c>: from -1 to 1, <c>x / 127.5 - 1</c>.
    /// <c>torch</c>: from 0 to 1, less (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225).</para>
    /// <para>Keras's families have these: <c>vgg16</c>, <c>vgg19</c>, <c>resnet</c> and <c>resnet50</c> caffe; <c>resnet_v2</c>,
    /// <c>mobilenet</c>, <c>mobilenet_v2</c>, <c>inception_v3</c>, <c>inception_resnet_v2</c>, <c>xception</c> and <c>nasnet</c> tf;
    /// <c>densenet</c> torch; <c>mobilenet_v3</c>, <c>efficientnet</c>, <c>efficientnet_v2</c> and <c>convnext</c> none, as their graphs
    /// begin with it.</para>
    /// </remarks>
    /// <param name="images">Images (batch, height, width, 3), or one (height, width, 3): red, green and blue.</param>
    /// <param name="mode">One of the three ways, or the family in Keras's spelling: <c>resnet_v2</c>.</param>
    /// <returns>Floats of the same shape. With <c>tf</c> a view, which is computed batch by batch.</returns>
    /// <exception cref="ArgumentException">There is no such way or family.</exception>
    /// <exception cref="ShapeException">The rank is not 3 or 4, or the last axis is not 3 long where colours are told apart.</exception>
    /// <exception cref="InvalidOperationException">The values are strings.</exception>
    /// <example><code>Tensor scores = model.Predict(Applications.PreprocessInput(images, "resnet50"));</code></example>
    public static DataArray PreprocessInput(DataArray images, string mode = "caffe")
    {
        ArgumentNullException.ThrowIfNull(images);
        ImagePreparation way = ImagePreparation.Of(mode);
        way.RequireImages(images.Shape);
        return way.Apply(images);
    }

    /// <summary>The same for a tensor; gradients go through it.</summary>
    /// <inheritdoc cref="PreprocessInput(DataArray, string)"/>
    public static Tensor PreprocessInput(Tensor images, string mode = "caffe")
    {
        ArgumentNullException.ThrowIfNull(images);
        ImagePreparation way = ImagePreparation.Of(mode);
        way.RequireImages(images.Shape);
        return way.Apply(images);
    }

    /// <summary>The same as a part of a model: layers of arithmetic, as Keras adds them. For <c>tf</c>, and families without any.</summary>
    /// <inheritdoc cref="PreprocessInput(DataArray, string)"/>
    /// <exception cref="NotSupportedException">The way tells colours apart, for which there are no layers.</exception>
    /// <example><code>
    /// var image = new Input([160, 160, 3]);
    /// SymbolicTensor x = Applications.PreprocessInput(image, "mobilenet_v2");
    /// Model features = Applications.MobileNetV2(inputTensor: x, includeTop: false);
    /// </code></example>
    public static SymbolicTensor PreprocessInput(SymbolicTensor images, string mode = "caffe")
    {
        ArgumentNullException.ThrowIfNull(images);
        return ImagePreparation.Of(mode).Apply(images);
    }

    /// <summary>The likeliest classes of ImageNet for each image, likeliest first.</summary>
    /// <param name="predictions">(batch, 1000): what a network with its top gives.</param>
    /// <param name="top">How many for each image, 1 or more.</param>
    /// <param name="classIndex">
    /// The path of <c>imagenet_class_index.json</c>, which has the names; null for where Keras keeps it: <c>$KERAS_HOME/models</c>, else
    /// <c>~/.keras/models</c>.
    /// </param>
    /// <returns>For each image the classes: WordNet's id such as <c>n02123045</c>, the name such as <c>tabby</c>, and the score.</returns>
    /// <exception cref="ShapeException">The predictions are not of shape (batch, 1000).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is below 1.</exception>
    /// <exception cref="IOException">The file of names is missing, cannot be read, or is another one.</exception>
    /// <example><code>
    /// foreach ((_, string name, float score) in Applications.DecodePredictions(model.Predict(images), top: 3)[0])
    /// {     Console.WriteLine($"{name}: {score:P0}"); }
    /// </code></example>
    public static IReadOnlyList<IReadOnlyList<(string ClassName, string Description, float Score)>> DecodePredictions(
        Tensor predictions, int top = 5, string? classIndex = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Shape.Rank != 2 || predictions.Shape[1] != ImageNetClasses)
        {
            throw new ShapeException(
                $"Applications.DecodePredictions: expected predictions of shape (batch, {ImageNetClasses}) but got {predictions.Shape}. " +
                "Only the classes of ImageNet have names.");
        }

        if (top < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(top), $"Applications.DecodePredictions: expected a top of 1 or more but got {top}.");
        }

        (string ClassName, string Description)[] names = ImageNetClassIndex.Read(classIndex, ImageNetClasses);
        var decoded = new (string, string, float)[predictions.Shape[0]][];
        for (int i = 0; i < decoded.Length; i++)
        {
            float[] scores = predictions.Span.Slice(i * ImageNetClasses, ImageNetClasses).ToArray();

            // Of equal scores the later class comes first, as in NumPy's order from the end.
            decoded[i] = [.. Enumerable.Range(0, ImageNetClasses).OrderByDescending(place => scores[place]).ThenByDescending(place => place)
                .Take(top).Select(place => (names[place].ClassName, names[place].Description, scores[place]))];
        }

        return decoded;
    }
}
