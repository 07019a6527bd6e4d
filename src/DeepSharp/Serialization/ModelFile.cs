using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What model files may hold beside the library's own layers, losses and so on.</summary>
/// <remarks>
/// A file holds names and numbers, never code, and a name is only ever looked up in a table: the library's, and what was registered here.
/// </remarks>
public static class ModelFile
{
    /// <summary>
    /// Makes a class of one's own known, so that models with it can be loaded: a layer, a model, an activation, an initializer, a
    /// regularizer, a constraint, a loss, a metric, an optimizer or a learning-rate schedule. Once in a process, before saving or loading.
    /// </summary>
    /// <remarks>
    /// Some of what files hold is restored without the help of <paramref name="create"/>: name, <c>trainable</c> and weights of a layer;
    /// name and reduction of a loss; the name of a metric; learning rate or schedule, name and <see cref="Optimizer.Options"/> of an
    /// optimizer.
    /// </remarks>
    /// <typeparam name="T">The class; found from what <paramref name="create"/> returns.</typeparam>
    /// <param name="name">Package and class, as in Keras: <c>MyApp&gt;Scale</c>. It is written to files, so it must not change.</param>
    /// <param name="create">Makes an object from what its <c>WriteConfig</c> or <c>GetConfig</c> wrote.</param>
    /// <exception cref="ArgumentException">
    /// The name is not of that form or belongs to another class, or the class is none of these kinds.
    /// </exception>
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
    public static void Register<T>(string name, Func<JsonObject, T> create) where T : class
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(create);

        // A function that makes a class makes its base class, so that its type tells the kind.
        switch (create)
        {
            case Func<JsonObject, Layer> layer:
                LayerRegistry.Classes.Add(name, typeof(T), layer);
                break;
            case Func<JsonObject, Activation> activation:
                ActivationTable.Classes.Add(name, typeof(T), activation);
                break;
            case Func<JsonObject, Initializer> initializer:
                InitializerTable.Classes.Add(name, typeof(T), initializer);
                break;
            case Func<JsonObject, Regularizer> regularizer:
                RegularizerTable.Classes.Add(name, typeof(T), regularizer);
                break;
            case Func<JsonObject, Constraint> constraint:
                ConstraintTable.Classes.Add(name, typeof(T), constraint);
                break;
            case Func<JsonObject, Loss> loss:
                LossTable.Classes.Add(name, typeof(T), loss);
                break;
            case Func<JsonObject, Metric> metric:
                MetricTable.Classes.Add(name, typeof(T), metric);
                break;
            case Func<JsonObject, Optimizer> optimizer:
                OptimizerTable.Classes.Add(name, typeof(T), optimizer);
                break;
            case Func<JsonObject, LearningRateSchedule> schedule:
                ScheduleTable.Classes.Add(name, typeof(T), schedule);
                break;
            default:
                throw new ArgumentException(
                    $"Register: expected a layer, model, activation, initializer, regularizer, constraint, loss, metric, optimizer or " +
                    $"learning-rate schedule for '{name}', but {typeof(T)} is none of them.", nameof(create));
        }
    }
}
