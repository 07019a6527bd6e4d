using System.Text;

namespace DeepSharp;

/// <summary>Names for layers that were given none: the class in snake_case, numbered from the second on, as in Keras.</summary>
internal static class LayerNames
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, int> s_used = [];

    /// <summary><c>conv2d</c>, then <c>conv2d_1</c>, ...</summary>
    public static string Next(string className)
    {
        string name = ToSnakeCase(className);
        lock (s_lock)
        {
            int count = s_used.GetValueOrDefault(name);
            s_used[name] = count + 1;
            return count == 0 ? name : $"{name}_{count}";
        }
    }

    /// <summary>Starts counting from the beginning.</summary>
    public static void Reset()
    {
        lock (s_lock) s_used.Clear();
    }

    /// <summary>
    /// Keras's rule: <c>MaxPooling2D</c> is <c>max_pooling2d</c>, <c>ReLU</c> is <c>re_lu</c>, <c>LSTM</c> is <c>lstm</c>.
    /// </summary>
    public static string ToSnakeCase(string className)
    {
        var name = new StringBuilder();
        for (int i = 0; i < className.Length; i++)
        {
            char c = className[i];
            bool startsWord = i > 0 && char.IsUpper(c)
                && (char.IsLower(className[i - 1]) || (i + 1 < className.Length && char.IsLower(className[i + 1])));
            if (startsWord) name.Append('_');
            name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }
}
