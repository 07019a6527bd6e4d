using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What model files may hold beside the library's own layers.</summary>
/// <remarks>
/// A file holds names and numbers, never code, and a name is only ever looked up in a table: the library's, and what was registered here.
/// </remarks>
public static class ModelFile
{
    /// <summary>
    /// Makes a layer class, or a model class, of one's own known, so that models with it can be saved and loaded. Once in a
    /// process, before either.
    /// </summary>
    /// <typeparam name="TLayer">The class; found from what <paramref name="create"/> returns.</typeparam>
    /// <param name="name">Package and class, as in Keras: <c>MyApp&gt;Scale</c>. It is written to files, so it must not change.</param>
    /// <param name="create">
    /// Makes an object from what its <c>WriteConfig</c> wrote. The layer's name and whether it is trainable are restored without its help.
    /// </param>
    /// <exception cref="ArgumentException">The name is not of that form, or belongs to another class.</exception>
    /// <example><code>
    /// sealed class Scale(float factor) : Layer
    /// {
    ///     public override Shape ComputeOutputShape(Shape input) => input;
    ///     protected override Tensor Call(Tensor input, bool training) => input * factor;
    ///     protected override void WriteConfig(JsonObject config) => config["factor"] = factor;
    /// }
    ///
    /// ModelFile.Register("MyApp>Scale", config => new Scale((float)config["factor"]!));
    /// </code></example>
    public static void Register<TLayer>(string name, Func<JsonObject, TLayer> create) where TLayer : Layer
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(create);
        LayerRegistry.Add(name, typeof(TLayer), create);
    }
}
