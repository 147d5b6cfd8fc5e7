using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace Mat.Trust;

/// <summary>A list without holes: JSON lets null stand among the items, whatever C# says of their type.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NoNullsAttribute() : ValidationAttribute("The list has an empty item.")
{
    public override bool IsValid(object? value) => value is not IEnumerable items || !items.Cast<object?>().Contains(null);
}
