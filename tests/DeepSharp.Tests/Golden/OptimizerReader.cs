using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>
/// Makes an optimizer of the arguments in a golden case, where a schedule is
/// <c>{"schedule": class, "args": {...}}</c> and an optimizer inside <c>{"optimizer": class, "args": {...}}</c>.
/// </summary>
internal static class OptimizerReader
{
    public static Optimizer Create(string className, JsonObject arguments)
    {
        if (arguments["learning_rate"] is JsonObject schedule)
        {
            JsonObject parameters = schedule["args"]!.DeepClone().AsObject();
            arguments["learning_rate"] = ConfigSchema.Wrap("keras.optimizers.schedules", (string)schedule["schedule"]!, parameters);
        }

        if (arguments["inner_optimizer"] is JsonObject inner)
        {
            arguments["inner_optimizer"] = Create((string)inner["optimizer"]!, inner["args"]!.DeepClone().AsObject()).ToConfig();
        }

        return Optimizer.FromConfig(ConfigSchema.Wrap("keras.optimizers", className, arguments));
    }
}
