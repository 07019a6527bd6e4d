namespace DeepSharp;

/// <summary>Well-known networks for images, as in <c>keras.applications</c>: their graphs, layer by layer, with Keras's names.</summary>
/// <remarks>
/// <para>They begin with new weights, or with those of a file that <see cref="Model.SaveWeights(string, bool)"/> wrote. Nothing is ever
/// downloaded. Files that Keras wrote are read with the package PureDeepSharp.Keras.</para>
/// <para>Each takes Keras's arguments in Keras's order. Without the top, an application gives features of images of any size, for
/// transfer learning: freeze it, and put layers of your own behind it.</para>
/// <para>Images are given as the weights want them; <see cref="PreprocessInput(DataArray, string)"/> does it.</para>
/// </remarks>
/// <example><code>
/// Model features = Applications.MobileNetV2(includeTop: false, inputShape: [96, 96, 3], pooling: "avg");
/// features.Trainable = false;
/// var flowers = new Sequential(features, new Dropout(0.2), new Dense(5, activation: "softmax"));
/// </code></example>
public static partial class Applications;
