using System.Globalization;
using System.Text;

namespace DeepSharp.Callbacks;

/// <summary>
/// Writes a line for each epoch into a CSV file: the epoch's number from 0, then the values of the logs in the order of their names.
/// </summary>
/// <remarks>
/// Numbers are written with a point and as many digits as it takes to read the same number back. The first epoch says which columns there
/// are; where it had no validation, columns for one are added, which epochs without fill with <c>NA</c>. A metric of several values is
/// one field, <c>[0.5, 0.25]</c>. The line of an epoch is in the file when the next epoch begins.
/// </remarks>
/// <param name="filename">The file. Its folder has to exist.</param>
/// <param name="separator">Between the fields: a comma, a semicolon, a tab.</param>
/// <param name="append">Whether lines are added to a file that is there, to go on with a training; else it is written over.</param>
/// <exception cref="ArgumentException">
/// There is no filename, or the separator is not one sign that can be told from fields.
/// </exception>
/// <example><code>model.Fit(x, y, epochs: 20, callbacks: [new CSVLogger("training.csv")]);</code></example>
public sealed class CSVLogger(string filename, string separator = ",", bool append = false) : Callback
{
    private readonly string _path = !string.IsNullOrEmpty(filename) ? Path.GetFullPath(filename)
        : throw new ArgumentException("CSVLogger: expected the name of a file but got none.", nameof(filename));

    private readonly string _separator = IsSeparator(separator) ? separator : throw new ArgumentException(
        $"CSVLogger: expected a separator of one sign, such as \",\", \";\" or \"\\t\", but got \"{separator}\".", nameof(separator));

    private List<string>? _columns;
    private bool _needsHeader;

    /// <inheritdoc/>
    public override string ToString() => $"CSVLogger (filename {filename})";

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _columns = null;
        using FileStream file = Open(append ? FileMode.OpenOrCreate : FileMode.Create);
        _needsHeader = !file.CanSeek || file.Length == 0;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);

        // Not kept open: a run that an exception ends tells no callback.
        using var writer = new StreamWriter(Open(FileMode.Append), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.NewLine = "\r\n";
        if (_columns is null)
        {
            _columns = [.. logs.Keys.Order(StringComparer.Ordinal)];
            if (!_columns.Exists(IsOfValidation)) _columns.AddRange(_columns.ConvertAll(name => "val_" + name));
            if (_needsHeader) writer.WriteLine(Line(_columns.Prepend("epoch")));
        }

        IEnumerable<string> values = _columns.Select(name => Field(logs, name));
        writer.WriteLine(Line(values.Prepend(epoch.ToString(CultureInfo.InvariantCulture))));
    }

    private static bool IsOfValidation(string name) => name.StartsWith("val_", StringComparison.Ordinal);

    // Not what numbers and quoted fields are made of.
    private static bool IsSeparator(string? given) =>
        given is { Length: 1 } && !char.IsLetterOrDigit(given[0]) && !"\"\r\n.-+".Contains(given[0], StringComparison.Ordinal);

    private static string Field(Logs logs, string name)
    {
        if (logs.Vectors.TryGetValue(name, out IReadOnlyList<double>? values)) return $"[{string.Join(", ", values.Select(Number))}]";
        return logs.TryGetValue(name, out double value) ? Number(value) : "NA";
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private FileStream Open(FileMode mode) => new(_path, mode, FileAccess.Write, FileShare.Read | FileShare.Delete);

    private string Line(IEnumerable<string> fields) => string.Join(_separator, fields.Select(Quoted));

    private string Quoted(string field) =>
        field.Contains(_separator, StringComparison.Ordinal) || field.AsSpan().ContainsAny('"', '\r', '\n')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;
}
