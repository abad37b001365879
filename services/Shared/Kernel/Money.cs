using System.Globalization;

namespace Oversight.Kernel;

/// <summary>
/// An amount of renminbi in whole fen (1 yuan = 100 fen); never a fraction of a fen, never a floating-point number. It may be
/// negative only where a caller lets it. The default is zero.
/// </summary>
/// <param name="Fen">The amount in fen.</param>
public readonly record struct Money(long Fen) : IComparable<Money>
{
    /// <summary>No money.</summary>
    public static readonly Money Zero;

    /// <summary>
    /// Reads an amount in yuan: <c>5000</c>, <c>5,000.00</c>, <c>￥5，000．5</c>, <c>5000元</c>. Full-width forms are
    /// normalised; commas must stand between groups of three.
    /// </summary>
    /// <param name="text">The amount.</param>
    /// <param name="allowNegative">Whether a leading minus is taken.</param>
    /// <returns>
    /// The amount, or <c>money.required</c>, <c>money.format</c>, <c>money.negative</c>, <c>money.decimals</c> (more than
    /// two) or <c>money.overflow</c>.
    /// </returns>
    public static Result<Money> ParseYuan(string? text, bool allowNegative = false)
    {
        var read = TextInput.Optional(text, maxLength: 64, TextForm.Code);
        if (read.IsRefused)
        {
            return read.Error.Code == "text.too_long" ? MoneyErrors.Overflow : MoneyErrors.Format;
        }

        if (read.Value is not { } written)
        {
            return MoneyErrors.Required;
        }

        var rest = written.AsSpan();
        var negative = rest[0] is '-' or '\u2212';
        rest = negative ? rest[1..] : rest;
        rest = rest.StartsWith("¥", StringComparison.Ordinal) || rest.StartsWith("￥", StringComparison.Ordinal) ? rest[1..] : rest;
        rest = rest.EndsWith("元", StringComparison.Ordinal) ? rest[..^1] : rest;

        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var decimals = point < 0 ? [] : rest[(point + 1)..];
        if (!TryUngroup(whole, out var yuan) || (point >= 0 && decimals.IsEmpty) || decimals.ContainsAnyExceptInRange('0', '9'))
        {
            return MoneyErrors.Format;
        }

        if (decimals.Length > 2)
        {
            return MoneyErrors.Decimals;
        }

        var digits = string.Concat(yuan, decimals.ToString().PadRight(2, '0'));
        if (!long.TryParse(negative ? "-" + digits : digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var fen))
        {
            return MoneyErrors.Overflow;
        }

        return fen < 0 && !allowNegative ? MoneyErrors.Negative : new Money(fen);
    }

    /// <summary>The sum of all amounts, or <c>money.overflow</c>.</summary>
    public static Result<Money> Sum(IEnumerable<Money> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        Int128 total = 0;
        foreach (var amount in amounts)
        {
            total += amount.Fen;
        }

        return total < long.MinValue || total > long.MaxValue ? MoneyErrors.Overflow : new Money((long)total);
    }

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">It does not fit; for amounts from outside use <see cref="Sum"/>.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.Fen + right.Fen));

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public static Money operator -(Money left, Money right) => new(checked(left.Fen - right.Fen));

    /// <summary>The amount taken <paramref name="times"/> times, e.g. a fine of a multiple of the unlawful income.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public static Money operator *(Money amount, int times) => new(checked(amount.Fen * times));

    /// <summary>True when the left amount is the smaller one.</summary>
    public static bool operator <(Money left, Money right) => left.Fen < right.Fen;

    /// <summary>True when the left amount is the greater one.</summary>
    public static bool operator >(Money left, Money right) => left.Fen > right.Fen;

    /// <summary>True when the left amount is not the greater one.</summary>
    public static bool operator <=(Money left, Money right) => left.Fen <= right.Fen;

    /// <summary>True when the left amount is not the smaller one.</summary>
    public static bool operator >=(Money left, Money right) => left.Fen >= right.Fen;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Fen.CompareTo(other.Fen);

    /// <summary>
    /// The amount in yuan with two decimals: <c>5,000.00</c>, or <c>5000.00</c> when not grouped. <see cref="ParseYuan"/> reads both.
    /// </summary>
    public string ToYuanText(bool grouped = true) => (Fen / 100m).ToString(grouped ? "N2" : "F2", CultureInfo.InvariantCulture);

    /// <summary>The amount in yuan, grouped, with its currency sign.</summary>
    public override string ToString() => $"¥{ToYuanText()}";

    private static bool TryUngroup(ReadOnlySpan<char> whole, out string digits)
    {
        digits = string.Empty;
        var groups = whole.ToString().Split(',');
        for (var i = 0; i < groups.Length; i++)
        {
            var isSound = groups.Length == 1 ? groups[i].Length > 0 : i == 0 ? groups[i].Length is >= 1 and <= 3 : groups[i].Length == 3;
            if (!isSound || groups[i].AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }
        }

        digits = string.Concat(groups);
        return true;
    }
}

/// <summary>Every refusal of an amount.</summary>
internal static class MoneyErrors
{
    internal static readonly Error Required = new(ErrorKind.Invalid, "money.required", "An amount is required here.");

    internal static readonly Error Format = new(
        ErrorKind.Invalid, "money.format",
        "An amount is written in yuan with digits, commas between groups of three and a decimal point: 5,000.00.");

    internal static readonly Error Decimals = new(
        ErrorKind.Invalid, "money.decimals", "An amount has at most two decimals: there is nothing smaller than a fen.");

    internal static readonly Error Negative = new(ErrorKind.Invalid, "money.negative", "An amount may not be negative here.");

    internal static readonly Error Overflow = new(ErrorKind.Invalid, "money.overflow", "The amount is larger than any that can be kept.");
}
