import { Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { isRequired, type ParameterDefinition } from "../definition/fits";

export function ParameterField({ parameter, value, error, change }: { parameter: ParameterDefinition; value: string; error?: string; change: (value: string) => void }) {
  const common = { label: parameter.name, description: parameter.description, required: isRequired(parameter), error };
  switch (parameter.type) {
    case "bool":
      return <Checkbox label={parameter.name} description={parameter.description} checked={value === "true"} onChange={(event) => change(String(event.currentTarget.checked))} />;
    case "int":
      return <NumberInput {...common} value={value} allowDecimal={false} onChange={(next) => change(String(next))} />;
    case "enum":
      return <Select {...common} data={parameter.values ?? []} value={value || null} onChange={(next) => change(next ?? "")} />;
    case "string":
      return <TextInput {...common} value={value} onChange={(event) => change(event.currentTarget.value)} />;
  }
}
