using System.Globalization;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>A plain value among the arguments of a layer's call: yes or no, a number, or a text.</summary>
/// <example><code>new CallArguments&lt;Tensor&gt;(query, value).With("use_causal_mask", true)</code></example>
public readonly record struct CallOption
{
    private readonly bool _isFlag;
    private readonly double _number;
    private readonly string? _text;

    private CallOption(bool isFlag, double number, string? text) => (_isFlag, _number, _text) = (isFlag, number, text);

    /// <summary>Whether it is yes; a number is where it is not 0, as in Python.</summary>
    public bool IsTrue => _text is null ? _number != 0 : _text.Length > 0;

    /// <summary>The number; of yes and no 1 and 0, and NaN of a text.</summary>
    public double Number => _text is null ? _number : double.NaN;

    /// <summary>The text; null where it is none.</summary>
    public string? Text => _text;

    /// <summary>Yes or no.</summary>
    public static implicit operator CallOption(bool value) => new(true, value ? 1 : 0, null);

    /// <summary>A number.</summary>
    public static implicit operator CallOption(double value) => new(false, value, null);

    /// <summary>A text.</summary>
    public static implicit operator CallOption(string value) =>
        new(false, 0, value ?? throw new ArgumentNullException(
            nameof(value), "CallOption: expected a text but got null. Leave the argument out for none."));

    /// <summary>As Keras's config has it; a whole number without a point.</summary>
    internal JsonNode ToJson() =>
        _text is not null ? JsonValue.Create(_text)
        : _isFlag ? JsonValue.Create(_number != 0)
        : _number == Math.Floor(_number) && Math.Abs(_number) < 1L << 53 ? JsonValue.Create((long)_number)
        : JsonValue.Create(_number);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null for anything that is no plain value.</summary>
    internal static CallOption? Read(JsonNode? node)
    {
        if (node is not JsonValue value) return null;
        if (value.TryGetValue(out bool flag)) return flag;
        if (value.TryGetValue(out double number)) return number;
        if (value.TryGetValue(out string? text) && text is not null) return text;
        return null;
    }

    /// <summary>The value.</summary>
    public override string ToString() =>
        _text ?? (_isFlag ? _number != 0 ? "true" : "false" : _number.ToString(CultureInfo.InvariantCulture));
}
