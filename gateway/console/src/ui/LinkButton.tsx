import { Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";

interface Props extends Omit<ButtonProps, "href"> {
  ref?: React.Ref<HTMLAnchorElement>;
  children?: React.ReactNode;
}

function Base({ ref, ...props }: Props) {
  return <Button component="a" ref={ref} {...props} />;
}

/** A link that looks like a button; it knows the routes. */
export const LinkButton = createLink(Base);
